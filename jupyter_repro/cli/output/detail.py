"""The options `-q` and `-v`: how much a command says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
_QUIET, _WHOLE = f"{__name__}.quiet", f"{__name__}.whole"


def quiet_option(command: Command) -> Command:
    """Give a command `-q`, which is asked about with `is_quiet`."""
    return _flag("-q", "--quiet", _QUIET, "Say only what is wrong.")(command)


def verbose_option(command: Command) -> Command:
    """Give a command `-v`, which is asked about with `is_whole`."""
    return _flag("-v", "--verbose", _WHOLE, "Say everything.")(command)


def detail_options(command: Command) -> Command:
    """Give a command both."""
    return quiet_option(verbose_option(command))


def _flag(short: str, long: str, key: str, words: str) -> Callable[[Command], Command]:
    def note(context: click.Context, _option: click.Parameter, given: bool) -> None:
        context.meta[key] = given

    return click.option(short, long, is_flag=True, expose_value=False, callback=note, help=words)


def is_quiet() -> bool:
    """Whether the command that runs was asked to say only what is wrong."""
    return _is_given(_QUIET)


def is_whole() -> bool:
    """Whether the command that runs was asked to say everything."""
    return _is_given(_WHOLE)


def _is_given(key: str) -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(key))


def say(line: str = "", *, err: bool = False) -> None:
    """Say what went well, unless the command is to be quiet."""
    if not is_quiet():
        click.echo(line, err=err)
