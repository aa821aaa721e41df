"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with these columns; a bar in a cell is escaped, a line's end becomes a space."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def code(text: str) -> str:
    """Text as code within a line; "" stays empty."""
    return f"`{text}`" if text else ""


def plain(text: str) -> str:
    """Text in which nothing is taken for HTML or for a link."""
    pieces = text.split("`")  # every second one is code, in which nothing has another meaning
    pieces[::2] = [piece.replace("<", "&lt;").replace("[", "\\[") for piece in pieces[::2]]
    return "`".join(pieces)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
