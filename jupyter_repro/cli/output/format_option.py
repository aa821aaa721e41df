"""The options `--format` and `--json` of all commands that answer in several formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
_JSON = f"{__name__}.json"


def format_option(formats: Sequence[str], *, several: bool = False) -> Callable[[Command], Command]:
    """Give a command `chosen`: the format that was asked for, or None; with `several` a tuple of them."""

    def with_options(command: Command) -> Command:
        as_json = click.option(
            "--json",
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_note,
            help="As --format json.",
        )
        of_format = click.option(
            "--format",
            "chosen",
            multiple=several,
            type=click.Choice(formats),
            callback=_chosen,
            help="Format of the answer. [default: text]",
        )
        return of_format(as_json(command))

    return with_options


def json_is_asked_for() -> bool:
    """Whether the command that runs was given `--json`."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_JSON))


def _note(context: click.Context, _option: click.Parameter, given: bool) -> None:
    context.meta[_JSON] = given


def _chosen(context: click.Context, option: click.Parameter, value: Any) -> Any:
    if not context.meta.get(_JSON):
        return value
    if option.multiple:
        return tuple(dict.fromkeys((*value, "json")))
    if value not in {None, "json"}:
        raise click.UsageError(f"--json and --format {value} are two formats: give one")
    return "json"
