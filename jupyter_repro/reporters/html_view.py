"""What the HTML report shows of a verdict, in the order in which it shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.reporters.cell_graph import CellGraph, cell_graph
from jupyter_repro.reporters.drift_words import drift_lines, shortened
from jupyter_repro.reporters.experiment_words import MARKS as EXPERIMENT_MARKS
from jupyter_repro.reporters.experiment_words import attribution_line, experiment_line, fix_line, way
from jupyter_repro.reporters.independent_causes import IndependentCause, independent_causes
from jupyter_repro.reporters.side_by_side import Row, rows
from jupyter_repro.reporters.verdict_words import (
    MARKS,
    cell_names,
    cost_words,
    counts,
    cpu_words,
    headline,
    mark_status,
    memory_words,
    mime_name,
    reason,
    run_words,
    where_name,
)
from jupyter_repro.verdicts import CellVerdict, ContextChange, Divergence, Outcome, Status, Verdict, Where

_SHOWN_CHANGES = 40


@dataclass
class Room:
    """What a page can still hold, so that a browser opens it at once: the first divergences have all they come with."""

    rows: int = 4_000
    """Rows of diffs."""
    pictures: int = 6_000_000
    """Characters of pictures."""

    def rows_of(self, diff: str) -> tuple[Row, ...]:
        """The rows of a diff, or none when there is no room for them."""
        shown = tuple(rows(diff)) if diff and self.rows > 0 else ()
        self.rows -= len(shown)
        return shown

    def takes(self, *pictures: str) -> bool:
        """Whether these pictures are shown."""
        self.pictures -= sum(map(len, pictures))
        return self.pictures >= 0


@dataclass(frozen=True)
class ShownDivergence:
    """A divergence with what is shown of it."""

    divergence: Divergence
    rows: Sequence[Row]
    pictures: bool

    @property
    def mime(self) -> str:
        """Its MIME type as people call it."""
        return mime_name(self.divergence.mime)

    @property
    def left_out(self) -> bool:
        """Whether something of it had no room in the page."""
        had = self.divergence
        return bool(had.diff and not self.rows) or bool(
            (had.picture or had.found_picture) and not self.pictures
        )


@dataclass(frozen=True)
class OutputView:
    """One output, or one watched variable: the representation to read, and the others."""

    name: str
    first: ShownDivergence
    others: Sequence[ShownDivergence]


@dataclass(frozen=True)
class CellView:
    """A cell that has something to tell."""

    cell: CellVerdict
    anchor: str
    reason: str
    outputs: Sequence[OutputView]
    names: CellNames
    mark: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mark", MARKS[self.cell.status])

    @property
    def name(self) -> str:
        """What the cell is called."""
        return self.names.name(self.cell.index)

    @property
    def cost(self) -> str:
        """What its run took."""
        return cost_words([self.cell])

    def place(self, where: Where) -> str:
        """What the place of a cause is called."""
        return where_name(where, self.names)


@dataclass(frozen=True)
class Quiet:
    """Cells in a row that have nothing to tell, with one status."""

    status: Status
    mark: str
    name: str
    """`[1] to [4]`."""
    count: str
    cost: str
    """What their runs took together."""
    costs: Sequence[str]
    """What the run of each took, `[2] 0.3 s`, where it is worth a word and there are several cells."""


@dataclass(frozen=True)
class ShownExperiment:
    """One experiment of `why`."""

    mark: str
    outcome: Outcome
    line: str


@dataclass(frozen=True)
class ShownFix:
    """One edit that was tried on a copy."""

    line: str
    diff: str
    """"" for one that is not offered."""


@dataclass(frozen=True)
class NotebookView:
    """One notebook."""

    verdict: Verdict
    anchor: str
    status: Status
    mark: str
    headline: str
    counts: str
    run: str
    """What it took."""
    cpu: str
    memory: str
    first: CellView | None
    """The cell that diverged first."""
    cells: Sequence[CellView | Quiet]
    """All cells, in the notebook's order."""
    changes: Sequence[ContextChange]
    """What drifted and matters."""
    drift: Sequence[str]
    """What else drifted, in sentences."""
    experiments: Sequence[ShownExperiment] = ()
    attributions: Sequence[str] = ()
    graph: CellGraph | None = None
    fixes: Sequence[ShownFix] = ()
    independent: Sequence[IndependentCause] = ()
    """Causes of later cells that the first divergence does not explain."""


def view(verdict: Verdict, anchor: str, room: Room) -> NotebookView:
    """What is shown of one notebook; `anchor` begins the names of its places in the page."""
    names = cell_names(verdict)
    first = _cell(verdict.root, anchor, room, names) if verdict.root else None
    relevant = [change for change in verdict.context_changes if change.matters]
    rest = [change for change in verdict.context_changes if not change.matters]
    return NotebookView(
        verdict=verdict,
        anchor=anchor,
        status=mark_status(verdict),
        mark=MARKS[mark_status(verdict)],
        headline=headline(verdict),
        counts=counts(cell.status for cell in verdict.cells),
        run=run_words(verdict),
        cpu=cpu_words(verdict),
        memory=memory_words(verdict),
        first=first,
        cells=tuple(_cells(verdict, anchor, first, room, names)),
        changes=[shortened(change) for change in relevant[:_SHOWN_CHANGES]],
        drift=[
            *(
                [f"… and {counted(len(relevant) - _SHOWN_CHANGES, 'more change')}"]
                if relevant[_SHOWN_CHANGES:]
                else []
            ),
            *drift_lines(rest, diverged=verdict.root is not None),
        ],
        experiments=[
            ShownExperiment(EXPERIMENT_MARKS[each.outcome], each.outcome, experiment_line(each))
            for each in verdict.experiments
        ],
        attributions=[attribution_line(each, verdict) for each in verdict.attributions],
        graph=_graph(verdict, names),
        fixes=[ShownFix(fix_line(fix), fix.diff if fix.cured else "") for fix in verdict.fixes],
        independent=independent_causes(verdict),
    )


def _graph(verdict: Verdict, names: CellNames) -> CellGraph | None:
    root = verdict.root
    if root is None:
        return None
    where = root.causes[0].where if root.causes else None
    return cell_graph(
        verdict.dependence,
        way(verdict.dependence, where.cell, root.index) if where else [],
        root.index,
        names,
    )


def _cells(
    verdict: Verdict, anchor: str, first: CellView | None, room: Room, names: CellNames
) -> Iterator[CellView | Quiet]:
    for key, group in groupby(verdict.cells, key=_quiet_status):
        cells = list(group)
        if key:
            yield _quiet(key, cells, names)
            continue
        yield from (
            first if first and cell is verdict.root else _cell(cell, anchor, room, names) for cell in cells
        )


def _quiet(status: Status, cells: Sequence[CellVerdict], names: CellNames) -> Quiet:
    costs = ((names.name(cell.index), cost_words([cell])) for cell in cells)
    return Quiet(
        status,
        MARKS[status],
        _span(cells, names),
        counted(len(cells), "cell"),
        cost_words(cells),
        [f"{name} {words}" for name, words in costs if words] if len(cells) > 1 else [],
    )


def _quiet_status(cell: CellVerdict) -> Status | None:
    return (
        None
        if cell.divergences or cell.causes or cell.status in {"failed", "stale", "diverged"}
        else cell.status
    )


def _span(cells: Sequence[CellVerdict], names: CellNames) -> str:
    start, end = names.name(cells[0].index), names.name(cells[-1].index)
    return start if start == end else f"{start} to {end}"


def _cell(cell: CellVerdict, anchor: str, room: Room, names: CellNames) -> CellView:
    why = reason(cell, names) if cell.status != "equivalent" else _let_pass(cell)
    return CellView(cell, f"{anchor}-c{cell.index}", why, tuple(_outputs(cell, room)), names)


def _let_pass(cell: CellVerdict) -> str:
    return "let pass: " + ", ".join(dict.fromkeys(each.allowed for each in cell.divergences if each.allowed))


def _outputs(cell: CellVerdict, room: Room) -> Iterator[OutputView]:
    for (variable, output), group in groupby(
        sorted(cell.divergences, key=_place), key=lambda each: (each.variable, each.output)
    ):
        differences = [_shown_divergence(each, room) for each in group]
        unnamed = not differences[0].divergence.mime
        yield OutputView(
            name=f"variable {variable}" if variable else "" if unnamed and not output else f"output {output}",
            first=differences[0],
            others=differences[1:],
        )


def _place(each: Divergence) -> tuple[str, int, bool, bool, str]:
    """Of an output's representations the best to read first: a picture, else plain text before its HTML twin."""
    picture = bool(each.picture or each.found_picture)
    return each.variable, each.output, not picture, each.mime == "text/html" or not each.diff, each.mime


def _shown_divergence(each: Divergence, room: Room) -> ShownDivergence:
    pictures = [each.picture, each.recorded_picture, each.found_picture]
    return ShownDivergence(each, room.rows_of(each.diff), any(pictures) and room.takes(*pictures))
