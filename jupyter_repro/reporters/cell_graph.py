"""The picture of which cells an output came through: one below the other, with an arc from each to those it uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jupyter_repro.formatting.cell_names import CellNames

ROW = 28
"""Pixels from one cell to the next."""
_LEFT = 12


class Arc(NamedTuple):
    """One cell that uses another."""

    path: str
    """As SVG has it."""
    on_the_way: bool
    """Whether the cause came by it."""


class Node(NamedTuple):
    """One cell."""

    name: str
    y: int
    role: str
    """`cause`, `diverged`, or "" for a cell between them."""


class CellGraph(NamedTuple):
    """All that is drawn."""

    nodes: Sequence[Node]
    arcs: Sequence[Arc]
    width: int
    height: int

    @property
    def left(self) -> int:
        """Where the cells stand."""
        return _LEFT


def cell_graph(
    pairs: Sequence[tuple[int, int]], way: Sequence[int], root: int, names: CellNames
) -> CellGraph | None:
    """The graph of some pairs of cells that depend on each other; None where there is nothing to see.

    `way` are the cells that the cause came through, from above to `root`.
    """
    cells = sorted({cell for pair in pairs for cell in pair})
    if not cells:
        return None
    places = {cell: ROW // 2 + ROW * number for number, cell in enumerate(cells)}
    steps = set(zip(way[1:], way, strict=False))
    nodes = [Node(names.name(cell), places[cell], _role(cell, way, root)) for cell in cells]
    arcs = [Arc(_arc(places[below], places[above]), (below, above) in steps) for below, above in pairs]
    widest = max(places[below] - places[above] for below, above in pairs) // ROW
    return CellGraph(nodes, arcs, 80 + 14 * widest, ROW * len(cells))


def _role(cell: int, way: Sequence[int], root: int) -> str:
    if cell == root:
        return "diverged"
    return "cause" if way and cell == way[0] else ""


def _arc(start: int, end: int) -> str:
    """From the right of a cell to that of another above it; the farther, the wider."""
    right = _LEFT + 44
    out = right + 12 + 14 * (abs(start - end) // ROW)
    return f"M {right} {start} C {out} {start} {out} {end} {right} {end}"
