"""The console that reports for a terminal are written to: what it is given is text, and no markup."""

from __future__ import annotations

from io import StringIO

from rich.console import Console


def plain_console(width: int, *, colour: bool) -> Console:
    """A console that keeps what is printed; `[red]` and `:smile:` are printed as they stand."""
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
