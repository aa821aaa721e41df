"""A command group that imports a command when it is used, so that `--help` and each command start quickly."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from jupyter_repro.formatting.suggestions import did_you_mean


class CommandPlace(NamedTuple):
    """Where a command is, and what `--help` says of it without importing it."""

    place: str
    """`module:function`"""
    first: str
    """The first sentence of its own help."""


class SuggestingGroup(click.Group):
    """A group that says which command may be meant by one that it does not have."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; raises UsageError."""
        name = args[0]
        is_asked_for = not ctx.resilient_parsing and not name.startswith("-")
        if is_asked_for and self.get_command(ctx, name) is None:
            meant = did_you_mean(name, self.list_commands(ctx))
            ctx.fail(f"there is no command {name!r}{meant and f'; {meant}'}")
        return super().resolve_command(ctx, args)


class LazyGroup(SuggestingGroup):
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """A line for each command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.first) for name, place in self.commands_in.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing them, and the options."""
        options = click.Command.shell_complete(self, ctx, incomplete)
        found = self.commands_in.items()
        return [
            *(CompletionItem(name, help=place.first) for name, place in found if name.startswith(incomplete)),
            *options,
        ]
