"""`jupyter repro help`."""

from __future__ import annotations

import click

from jupyter_repro.cli.listing.manual import page, page_names, section
from jupyter_repro.exit_statuses import EXIT_STATUSES
from jupyter_repro.formatting.suggestions import did_you_mean

STATUSES, PAGES = "exit-status", "pages"


@click.command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND|PAGE|exit-status|pages]")
@click.pass_context
def help_on(context: click.Context, words: tuple[str, ...]) -> None:
    """Explain a command, the exit statuses, or show a page of the documentation.

    `jupyter repro help data push` is the same as `jupyter repro data push --help`. `jupyter repro help settings` shows
    the page on settings, `jupyter repro help errors busy` one section of a page; `jupyter repro help pages` lists them.
    """
    root = context.find_root()
    if words == (STATUSES,):
        click.echo(exit_status_text())
    elif words == (PAGES,):
        click.echo("\n".join(_topics(root)))
    elif words and words[0] in _topics(root):
        click.echo_via_pager(_text(*words))
    else:
        place = root
        for word in words:
            place = _below(place, word)
        click.echo(place.get_help())


def _topics(root: click.Context) -> list[str]:
    """Pages that have a name of their own; the others are the help of a command."""
    return [name for name in page_names() if name not in _commands(root)]


def _text(name: str, *title: str) -> str:
    text = page(name)
    try:
        return section(text, "-".join(title)) if title else text
    except KeyError as error:
        raise click.UsageError(f"the page {name!r} has no section {' '.join(title)!r}") from error


def _below(context: click.Context, word: str) -> click.Context:
    group = context.command
    command = group.get_command(context, word) if isinstance(group, click.Group) else None
    if command is None:
        topics = [STATUSES, PAGES, *_topics(context)] if context.parent is None else []
        meant = did_you_mean(word, [*_commands(context), *topics])
        raise click.UsageError(f"there is no help on {word!r}{meant and f'; {meant}'}")
    return click.Context(command, info_name=word, parent=context)


def _commands(context: click.Context) -> list[str]:
    group = context.command
    return group.list_commands(context) if isinstance(group, click.Group) else []


def exit_status_text() -> str:
    """The table of exit statuses, for 80 columns."""
    formatter = click.HelpFormatter(width=80)
    formatter.write_text("Exit statuses of all commands; of several notebooks, the highest of 0 to 4 wins.")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_dl([(str(number), meaning) for number, meaning in EXIT_STATUSES])
    return formatter.getvalue().rstrip()
