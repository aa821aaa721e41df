"""`jupyter repro help`."""

from __future__ import annotations

import click

from jupyter_repro.exit_statuses import EXIT_STATUSES
from jupyter_repro.formatting.suggestions import did_you_mean

TOPIC = "exit-status"


@click.command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND|exit-status]")
@click.pass_context
def help_on(context: click.Context, words: tuple[str, ...]) -> None:
    """Explain a command, or the exit statuses.

    `jupyter repro help data push` is the same as `jupyter repro data push --help`.
    """
    if words == (TOPIC,):
        click.echo(exit_status_text())
        return
    place = context.find_root()
    for word in words:
        place = _below(place, word)
    click.echo(place.get_help())


def _below(context: click.Context, word: str) -> click.Context:
    group = context.command
    command = group.get_command(context, word) if isinstance(group, click.Group) else None
    if command is None:
        known = group.list_commands(context) if isinstance(group, click.Group) else []
        meant = did_you_mean(word, [*known, TOPIC])
        raise click.UsageError(f"there is no help on {word!r}{meant and f'; {meant}'}")
    return click.Context(command, info_name=word, parent=context)


def exit_status_text() -> str:
    """The table of exit statuses, for 80 columns."""
    formatter = click.HelpFormatter(width=80)
    formatter.write_text("Exit statuses of all commands; of several notebooks, the highest of 0 to 4 wins.")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_dl([(str(number), meaning) for number, meaning in EXIT_STATUSES])
    return formatter.getvalue().rstrip()
