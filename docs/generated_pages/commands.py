"""Every command with its arguments and options, as click has them, and the table of exit statuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from generated_pages.tables import code, plain, table
from jupyter_repro import errors
from jupyter_repro.cli import cli
from jupyter_repro.exit_statuses import EXIT_STATUSES
from jupyter_repro.verdicts import EXIT_STATUS

_HEAD = """\
# Commands

`jupyter repro COMMAND` and `jupyter-repro COMMAND` are the same. Each command answers to `--help`.
The [exit statuses](exit-statuses.md) have a page of their own.
"""

_STATUSES = """\
# Exit statuses

{table}
If several notebooks end differently, the highest of 0 to 4 wins.

## By the status of a notebook
"""


def page() -> str:
    """The page of all commands."""
    return _HEAD + "".join(_section(path, command) for path, command in _commands(cli, "jupyter repro"))


def exit_statuses() -> str:
    """The page of all exit statuses: of verdicts, of errors, and what commands say of theirs."""
    every = table(
        ["exit status", "meaning"], [(str(each.number), plain(each.meaning)) for each in EXIT_STATUSES]
    )
    verdicts = table(["status of the notebook", "exit status"], _statuses())
    raised = table(["error", "exit status", "when"], _errors())
    own = table(["command", "exit status"], _own_statuses())
    return f"{_STATUSES.format(table=every)}\n{verdicts}\n## By error\n\n{raised}\n## Of single commands\n\n{own}"


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    level = "##" if path.count(" ") == 2 else "###"
    parts = [f"{level} {path}", _help(command), f"```\n{path} {usage}\n```", _options(command, context)]
    return "\n" + "\n\n".join(filter(None, parts)) + "\n"


def _help(command: click.Command) -> str:
    return plain(cleandoc(command.help or "").replace("\b\n", ""))


def _options(command: click.Command, context: click.Context) -> str:
    records = [_row(option, context) for option in command.params if isinstance(option, click.Option)]
    return table(["option", "what it does"], filter(None, records)) if any(records) else ""


def _row(option: click.Option, context: click.Context) -> tuple[str, str] | None:
    record = option.get_help_record(context)
    return (code(record[0]), plain(record[1])) if record else None


def _statuses() -> list[tuple[str, str]]:
    return [(code(name), str(number)) for name, number in EXIT_STATUS.items() if name != "ignored"]


def error_classes(of: type[errors.ReproError] = errors.ReproError) -> Iterator[type[errors.ReproError]]:
    """A class of errors and all below it that are loaded."""
    yield of
    for each in of.__subclasses__():
        yield from error_classes(each)


def _errors() -> list[tuple[str, str, str]]:
    named = {each.__name__: each for each in error_classes() if each.__module__ == errors.__name__}
    return [
        (f"[{name}](../errors.md#{name.lower()})", str(each.exit_status), _first_sentence(each))
        for name, each in sorted(named.items())
    ]


def _first_sentence(of: type) -> str:
    return plain((of.__doc__ or "").partition("\n\n")[0])


def _own_statuses() -> Iterator[tuple[str, str]]:
    for path, command in _commands(cli, "jupyter repro"):
        if found := re.search(r"Exit status: (.*?)(?:\n\n|\Z)", command.help or "", re.DOTALL):
            yield code(path), plain(found[1])
