"""What is kept of a long text to show a difference with: its beginning and its end."""

from __future__ import annotations

WHOLE = 2_000
"""Characters of a text up to which its excerpt is all of it."""
LINES = 60
"""Lines likewise."""
HEAD, TAIL, WIDEST = 1_400, 500, 400
HEAD_LINES, TAIL_LINES = 40, 19


def excerpt(text: str) -> tuple[tuple[str, ...], bool]:
    """Lines to show of a text, and whether they are all of it, unchanged."""
    if len(text) <= WHOLE and text.count("\n") < LINES:
        return tuple(text.split("\n")), True
    head, tail = _head(text[:HEAD]), _tail(text[-TAIL:])
    left_out = len(text) - len("\n".join(head)) - len("\n".join(tail))
    lines = [*head, f"… {left_out:,} characters left out …", *tail]
    return tuple(_cut(line) for line in lines), False


def _head(text: str) -> list[str]:
    """Whole lines; of one that is too long, its beginning."""
    lines = text.split("\n")
    return lines[: min(len(lines) - 1, HEAD_LINES)] or lines


def _tail(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[1:][-TAIL_LINES:] or lines


def _cut(line: str) -> str:
    return line if len(line) <= WIDEST else f"{line[:WIDEST]}…"
