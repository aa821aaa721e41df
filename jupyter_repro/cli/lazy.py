"""A command group that imports a command when it is used, so that `--help` and each command start quickly."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class CommandPlace(NamedTuple):
    """Where a command is, and what `--help` says of it without importing it."""

    place: str
    """`module:function`"""
    first: str
    """The first sentence of its own help."""


class LazyGroup(click.Group):
    """`commands_in` maps a command's name to its place."""

    def __init__(self, *args: Any, commands_in: Mapping[str, CommandPlace], **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order they were given."""
        return list(self.commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now."""
        if cmd_name not in self.commands_in:
            return None
        module, _, name = self.commands_in[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line for each command."""
        _Listing(self.commands_in).format_commands(ctx, formatter)


class _Listing(click.Group):
    """The same commands, as far as a listing needs them."""

    def __init__(self, commands_in: Mapping[str, CommandPlace]) -> None:
        super().__init__()
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self._commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return click.Command(cmd_name, help=self._commands_in[cmd_name].first)
