"""A cell's source, edited where its syntax tree says: all else stays as it is, to the byte."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

_LINE = re.compile(r".*?(?:\r\n|\r|\n|$)", re.DOTALL)
_PYTHON_BELOW = re.compile(r"%%(?:time|timeit|capture|prun|repro)\b")
_A_COMMENT = "#"
_NO_CODE = ast.Module([], [])


class Edit(NamedTuple):
    """A text in place of what stands between two offsets."""

    start: int
    end: int
    text: str


def put_around(span: tuple[int, int], before: str, after: str) -> tuple[Edit, Edit]:
    """The edits that put something before and behind what stands there."""
    start, end = span
    return Edit(start, start, before), Edit(end, end, after)


class EditableSource:
    """The source of one cell; lines with magics are left alone, and so is a cell that is no Python."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def tree(self) -> ast.Module:
        """Its statements, at the places where they stand; none where it is no Python."""
        python = _as_python(self._lines)
        self._is_edited = [mine == its for mine, its in zip(self._lines, python, strict=True)]
        return _parsed("".join(python)) or _NO_CODE

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Each node's parent."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, the innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def span(self, node: ast.expr) -> tuple[int, int] | None:
        """Where an expression begins and ends; None for one that does not stand there as it is, as within a magic."""
        lines = range(node.lineno - 1, node.end_lineno or node.lineno)
        if not all(self._is_edited[line : line + 1] == [True] for line in lines):
            return None
        start = self._offset(node.lineno, node.col_offset)
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        # within an f-string, older Pythons do not know where an expression stands
        again = _parsed(f"({self.text[start:end]})")
        if again is None or not again.body or not isinstance(again.body[0], ast.Expr):
            return None
        return (start, end) if ast.dump(again.body[0].value) == ast.dump(node) else None

    def text_of(self, node: ast.expr) -> str:
        """An expression as it is written; "" where it has no span."""
        span = self.span(node)
        return self.text[span[0] : span[1]] if span else ""

    def line_after(self, node: ast.stmt) -> int:
        """Offset of the line below a statement."""
        return self._starts[node.end_lineno or node.lineno]

    def edited(self, edits: Iterable[Edit]) -> str:
        """The source with these edits, of which none stands across the border of another."""
        text = self.text
        for edit in sorted(set(edits), key=lambda each: (each.start, each.end), reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    @cached_property
    def _lines(self) -> list[str]:
        return [line for line in _LINE.findall(self.text) if line]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(map(len, self._lines))]

    def _offset(self, line: int, column: int) -> int:
        """Of a line from 1 and a column in bytes, as syntax trees have them."""
        before = self._lines[line - 1].encode("utf-8", "surrogatepass")[:column]
        return self._starts[line - 1] + len(before.decode("utf-8", "surrogatepass"))


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _as_python(lines: list[str]) -> list[str]:
    """Line for line what IPython makes of them; comments where that is not known."""
    if _parsed("".join(lines)) is not None:
        return lines
    first = [_A_COMMENT + "\n"] if lines and _PYTHON_BELOW.match(lines[0]) else []
    rest = lines[len(first) :]
    if rest and rest[0].startswith("%%"):
        return [_A_COMMENT + "\n"] * len(lines)
    found = [*first, *_transformed(rest)]
    return found if len(found) == len(lines) else [_A_COMMENT + "\n"] * len(lines)


def _transformed(lines: list[str]) -> list[str]:
    if _parsed("".join(lines)) is not None:
        return lines
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        made: str = TransformerManager().transform_cell("".join(lines))
    except SyntaxError:
        return []
    found = _LINE.findall(made)
    ended = [line for line in found if line]
    if lines and ended and not lines[-1].endswith(("\n", "\r")):
        ended[-1] = ended[-1].rstrip("\n")  # IPython ends the last line
    return ended
