"""What a terminal shows of a text: carriage returns, backspaces and erased lines applied."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\r\b]|\x1b\[[0-2]?K")
_PIECE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\x08|[^\x1b\r\x08]+|\x1b")


def as_shown(text: str) -> str:
    """The text as it stands on a terminal in the end; colours stay. Linear in the length of the text.

    A carriage return moves to the first column and what follows overwrites, a backspace moves back by one,
    `ESC [ K` erases to the end of the line and `ESC [ 2 K` all of it.
    """
    text = text.replace("\r\n", "\n")
    if not _CONTROL.search(text):
        return text
    return "\n".join(_line(line) if _CONTROL.search(line) else line for line in text.split("\n"))


def _line(line: str) -> str:
    """One line; each column holds a character with the colours that were set just before it."""
    columns: list[str] = []
    at, colour = 0, ""
    for piece in _PIECE.findall(line):
        if piece == "\r":
            at = 0
        elif piece == "\b":
            at = max(0, at - 1)
        elif piece.startswith("\x1b"):
            if piece.endswith("K"):
                columns = _erased(columns, at, piece)
            else:
                colour += piece
        else:
            columns += [" "] * (at - len(columns))
            columns[at : at + len(piece)] = [colour + piece[0], *piece[1:]]
            at, colour = at + len(piece), ""
    return "".join(columns) + colour


def _erased(columns: list[str], at: int, piece: str) -> list[str]:
    if piece == "\x1b[2K":
        return []
    if piece == "\x1b[1K":
        return [" "] * min(at, len(columns)) + columns[at:]
    return columns[:at]
