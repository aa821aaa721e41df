"""Which sources of chance were seen used where the output comes from, whatever the evidence blames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jupyter_repro.dependence.reach import Dependence
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.records.snapshot import Use
from jupyter_repro.verdicts import Kind, Where


class SeenUse(NamedTuple):
    """One use, and where it is."""

    use: Use
    where: Where


def uses_seen(subject: Subject, uses: Iterable[Use] = ()) -> Iterator[SeenUse]:
    """What the probes saw when it was recorded, then these uses, in cells that the output depends on."""
    cells = {index: cell for index, cell in code_cells(subject.notebook) if index <= subject.root}
    on_the_way = {subject.root}
    if subject.snapshot.language in {"", "python"}:
        sources = {index: cell.source for index, cell in cells.items()}
        for pair in Dependence(sources).pairs_of_cells(subject.root):
            on_the_way.update(pair)
    indexes = {cells[index].get("id"): index for index in on_the_way if index in cells}
    for use in (*subject.snapshot.uses, *uses):
        if use.cell in indexes:
            yield SeenUse(use, Where(indexes[use.cell], use.line or None))


def kinds_seen(subject: Subject) -> list[Kind]:
    """The kinds of these."""
    return list(dict.fromkeys(each.use.kind for each in uses_seen(subject)))
