"""A difference in lines for a terminal: the context by sections, then the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import indent

from jupyter_repro.differences import CellDifference, Difference
from jupyter_repro.sizes import counted
from jupyter_repro.verdicts import ContextChange

MOST_DIFF_LINES = 24
_SHORT = len("blake3:") + 12
_ORDER = ("notebook", "data", "code", "package", "python", "environment-variable", "machine")


def difference_text(found: Difference) -> str:
    """The whole difference, a fact a line; "nothing changed" where it is so."""
    lines = [f"{found.before} → {found.after}"]
    for title, changes in sections(found.context):
        lines += [title, *(f"  {change}" for change in changes)]
    if found.cells:
        lines += ["cells", *(f"  {line}" for cell in found.cells for line in _cell(cell))]
    return "\n".join(lines if found.differs else [*lines, "  nothing changed"])


def sections(changes: Sequence[ContextChange]) -> Iterator[tuple[str, list[str]]]:
    """Kind and changes of each part of the context, the most weighty first; packages only installed are counted."""
    ordered = sorted(changes, key=lambda change: (_weight(change.kind), change.kind))
    for kind, group in groupby(ordered, key=lambda change: change.kind):
        told = list(group)
        installed = [each for each in told if kind == "package" and not each.matters]
        words = [_words(each) for each in told if each not in installed]
        if installed:
            words.append(f"{counted(len(installed), 'installed package')} that it does not import changed")
        yield kind, words


def cell_words(cell: CellDifference) -> str:
    """One cell in a line."""
    return f"code cell {cell.index} ({cell.id}) {cell.what}"


def shortened(value: str) -> str:
    """A value as far as a person reads it: of a digest the beginning."""
    return " ".join(word[:_SHORT] + "…" if word.startswith("blake3:") else word for word in value.split(" "))


def _words(change: ContextChange) -> str:
    if change.recorded == "not recorded":
        return f"{change.name} is new ({shortened(change.found)})"
    if change.found in {"missing", "not installed"}:
        return f"{change.name} is {change.found} (was {shortened(change.recorded)})"
    return f"{change.name}: {shortened(change.recorded)} → {shortened(change.found)}"


def _weight(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _cell(cell: CellDifference) -> Iterator[str]:
    yield cell_words(cell)
    lines = cell.diff.splitlines()
    yield from indent("\n".join(lines[:MOST_DIFF_LINES]), "  ").splitlines()
    if len(lines) > MOST_DIFF_LINES:
        yield f"  … {len(lines) - MOST_DIFF_LINES} more lines"
