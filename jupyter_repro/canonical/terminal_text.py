"""What a terminal shows of a text: carriage returns, backspaces, erased lines and steps upwards applied."""

from __future__ import annotations

import re

_MOVES = re.compile(r"[\r\b]|\x1b\[[0-9]*[AK]|\x1b(?!\[[0-9;?]*[A-Za-z])")
_STEP_UP = re.compile(r"\x1b\[[0-9]*A")
_PIECE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\x08\x1b]|[^\x1b\r\x08]+")
_MOST_UP = 1_000
"""Lines that one escape can go up; a number beyond it is no progress bar."""


def as_shown(text: str) -> str:
    """The text as it stands on a terminal in the end; colours stay. Linear in the length of the text.

    A carriage return moves to the first column and what follows overwrites, a backspace moves back by one,
    `ESC [ K` erases to the end of the line, `ESC [ 1 K` to its beginning, `ESC [ 2 K` all of it, `ESC [ A`
    goes one line up, as nested progress bars do. A lone ESC is dropped: joined with what came to stand
    behind it, it would mean something else when read again.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not _MOVES.search(text):
        return text
    if _STEP_UP.search(text):
        return _Screen().shown(text)
    return "\n".join(_line(line) if _MOVES.search(line) else line for line in text.split("\n"))


def _line(line: str) -> str:
    if "\x1b" in line or "\b" in line:
        row = _Row()
        for piece in _PIECE.findall(line):
            row.put(piece)
        return str(row)
    return _overwritten(line)


def _overwritten(line: str) -> str:
    """A line with carriage returns only: of each earlier text there stays what is longer than all after it."""
    shown = ""
    for written in reversed(line.split("\r")):
        if len(written) > len(shown):
            shown += written[len(shown) :]
    return shown


class _Row:
    """One line of the screen; each column holds a character with the colours that were set just before it."""

    def __init__(self, columns: list[str] | None = None) -> None:
        self.columns = columns or []
        self.at = 0
        self.colours: list[str] = []

    def put(self, piece: str) -> None:
        """Write a run of characters, or obey a control character or an escape."""
        if piece == "\r":
            self.at = 0
        elif piece == "\b":
            self.at = max(0, self.at - 1)
        elif piece[0] != "\x1b":
            self._write(piece)
        elif piece[-1] == "K":
            self._erase(piece[2:-1])
        elif len(piece) > 1:
            self.colours.append(piece)

    def _write(self, text: str) -> None:
        self.columns += [" "] * (self.at - len(self.columns))
        end = self.at + len(text)
        self.columns[self.at : end] = ["".join([*self.colours, text[0]]), *text[1:]]
        self.at, self.colours = end, []

    def _erase(self, part: str) -> None:
        if part == "2":
            self.columns = []
        elif part == "1":
            erased = min(self.at, len(self.columns))
            self.columns[:erased] = [" "] * erased
        else:
            del self.columns[self.at :]

    def __str__(self) -> str:
        return "".join(self.columns + self.colours)


class _Screen:
    """All lines that were written, and the one that is written to."""

    def __init__(self) -> None:
        self.rows: list[_Row | str] = []

    def shown(self, text: str) -> str:
        """What stands on the screen after `text`."""
        at = 0
        for line in text.split("\n"):
            if at == len(self.rows) and not _MOVES.search(line):
                self.rows.append(line)
            else:
                at = self._written(line, at)
            at += 1
        return "\n".join(map(str, self.rows))

    def _written(self, line: str, at: int) -> int:
        """Write one line beginning in row `at`; the row it ends in."""
        column = 0
        row = self._row(at, column)
        for piece in _PIECE.findall(line):
            if piece[0] == "\x1b" and piece[-1] == "A":
                column = row.at
                at = max(0, at - min(int(piece[2:-1][:6] or 1), _MOST_UP))
                row = self._row(at, column)
            else:
                row.put(piece)
        return at

    def _row(self, at: int, column: int) -> _Row:
        while at >= len(self.rows):
            self.rows.append("")
        row = self.rows[at]
        if isinstance(row, str):
            row = self.rows[at] = _row_of(row)
        row.at = column
        return row


def _row_of(line: str) -> _Row:
    row = _Row()
    for piece in _PIECE.findall(line):
        row.put(piece)
    return row
