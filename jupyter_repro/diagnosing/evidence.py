"""Causes that the evidence names: what drifted from the recorded context, and what probes saw in this run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jupyter_repro.collectors.files import UNRECORDED
from jupyter_repro.diagnosing.data_remedies import WayBack
from jupyter_repro.diagnosing.data_words import called, change_words, record_of
from jupyter_repro.diagnosing.library_versions import version_causes
from jupyter_repro.diagnosing.remedies import recorded_again, reinstalled, remedy_of
from jupyter_repro.diagnosing.tracker_words import tracker_causes
from jupyter_repro.diagnosing.unreachable_stores import failed_to_connect, said_by
from jupyter_repro.digest import MISSING
from jupyter_repro.errors import ReproError
from jupyter_repro.records.context_changes import package_and_part
from jupyter_repro.records.departures import departure_in
from jupyter_repro.records.environment_reads import KEYED, NOT_SET, read_words
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.snapshot import CellId, Context, Origin, Use
from jupyter_repro.verdicts import KINDS, Cause, CellVerdict, ContextChange, Where

MOST_PACKAGES = 3
"""That are named in a cause; its remedy has them all."""

MOST_SENTENCES = 4
"""Of a session's hidden state that are told in a cause."""
_FRESH = "restart the kernel, run all cells from top to bottom, and record again: %repro snapshot"


@dataclass(frozen=True)
class Evidence:
    """All that can be held against a cell."""

    notebook: str
    """Path of the notebook, for remedies."""
    recorded: Context
    found: Context
    changes: Sequence[ContextChange]
    uses: Sequence[Use]
    """What the probes saw in this run."""
    edited: Sequence[int]
    """Indexes of cells whose source is not what was recorded."""
    shown_otherwise: Sequence[int]
    """Indexes of cells for which the notebook stores another output than was recorded."""
    indexes: Mapping[str, int]
    """Cell id to index."""
    changed_parameters: Sequence[str] = ()
    way_back: Callable[[str], WayBack] = lambda _name: WayBack()
    """What to do to have a recorded file back, by its name in the snapshot."""
    unreachable: Callable[[str], ReproError | None] = lambda _name: None
    """Why the store of recorded data cannot be read now, by its name in the snapshot; None where it can."""
    raised: Mapping[int, Raised] = field(default_factory=dict)
    """Index of each cell that failed in this run, to what it raised."""
    tracked: Mapping[str, CellId] = field(default_factory=dict)
    """Address of each tracker in which this run logged, to the cell that began it."""


def causes(cell: CellVerdict, root: CellVerdict, evidence: Evidence) -> tuple[Cause, ...]:
    """Causes of one cell that diverged, failed or is stale; the most certain first.

    `root` is the cell that diverged first: for the others it is the first cause.
    """
    if cell.index == root.index:
        return tuple(_root_causes(cell, evidence)) or (UNKNOWN,)
    own = [cause for cause in _root_causes(cell, evidence) if cause.where and cause.where.cell == cell.index]
    upstream = Cause("upstream", "suspected", f"cell {root.index} diverged first", Where(root.index))
    return (*own, upstream)


UNKNOWN = Cause(
    "unknown",
    "suspected",
    "nothing in the recorded context changed and no probe saw a source of nondeterminism",
    remedy="look at what the cell reads that is not recorded: the network, a database, the clock",
)


def _root_causes(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    yield from _edited(cell, evidence)
    yield from _shown_otherwise(cell, evidence)
    yield from _parameters(evidence)
    for tell in _TELL:
        yield from tell(cell, evidence)


def _edited(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    for index in evidence.edited:
        if index <= cell.index:
            what = f"cell {index} was edited after it was recorded"
            yield Cause("notebook", "proven", what, Where(index), recorded_again(evidence.notebook))


def _shown_otherwise(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    if cell.index in evidence.shown_otherwise:
        what = f"the output stored in cell {cell.index} is not the one that was recorded"
        yield Cause("notebook", "proven", what, Where(cell.index), recorded_again(evidence.notebook))


def _parameters(evidence: Evidence) -> Iterator[Cause]:
    for name in evidence.changed_parameters:
        recorded, found = evidence.recorded.parameters.get(name), evidence.found.parameters.get(name)
        what = f"the parameter {name} is {found!r}, it was {recorded!r}"
        yield Cause("notebook", "proven", what, remedy=f"leave out -p {name} to use the recorded value")


def _unreachable(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """Stores of what the failed cell read when it was recorded."""
    raised = evidence.raised.get(cell.index) if cell.status == "failed" else None
    for name, read in evidence.recorded.data.items() if failed_to_connect(raised) else ():
        where = _where(read.cell, read.line, evidence)
        if not where or where.cell != cell.index:
            continue
        if error := evidence.unreachable(name) or said_by(raised, name):
            yield Cause("network", "observed", error.what, where, error.remedy)


def _data(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """What the cell itself read, then what was read nearest before it."""
    yield from sorted(_data_causes(cell, evidence), key=_nearness, reverse=True)


def _nearness(cause: Cause) -> int:
    return cause.where.cell if cause.where else -1


def _data_causes(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    for change in _of_kind("data", evidence):
        recorded, found = (
            record_of(change.name, context.data) for context in (evidence.recorded, evidence.found)
        )
        read = recorded or found
        where = _where(read.cell, read.line, evidence) if read else None
        if where is None or where.cell <= cell.index:
            gone = found.version.gone if found and found.version else ""
            what = gone or f"{called(change.name, recorded)} {change_words(change, recorded, found)}"
            way_back = evidence.way_back(change.name) if change.recorded != UNRECORDED else WayBack()
            remedy = way_back.unless_said(what) or remedy_of(change, evidence.notebook)
            yield Cause("data", "proven", what, where, remedy, change.name)


def _consumed(_cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    for change in _of_kind("upstream", evidence):
        became = "has no snapshot any more" if change.found == MISSING else "is another snapshot now"
        remedy = remedy_of(change, evidence.notebook)
        yield Cause("upstream", "proven", f"{change.name} {became}", remedy=remedy, name=change.name)


def _modules(_cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    for change in _of_kind("code", evidence):
        if change.name in evidence.recorded.modules:
            how = "is missing" if change.found == MISSING else "changed since the snapshot"
            what = f"the local module {change.name} {how}"
            remedy = remedy_of(change, evidence.notebook)
            yield Cause("code", "proven", what, remedy=remedy, name=change.name)


def _sources(_cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """Editable packages: what a notebook imports of them is code as a local module is."""
    for change in _of_kind("package", evidence):
        package, file = package_and_part(change.name)
        origin = evidence.recorded.packages.origins.get(package)
        if origin and origin.editable and file:
            how = "is missing" if change.found == MISSING else "changed since the snapshot"
            remedy = f"bring the recorded source of {package} back, for instance with git in {origin.address}"
            yield Cause("package", "proven", f"{file} of the editable package {package} {how}", remedy=remedy)


def _variables(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    for change in _of_kind("environment-variable", evidence):
        read = next((use for use in evidence.uses if use.what == read_words(change.name)), None)
        where = _where(read.cell, read.line, evidence) if read else None
        if where and where.cell > cell.index:
            continue
        what = f"the environment variable {change.name} {_values(change)}"
        remedy = remedy_of(change, evidence.notebook)
        yield Cause("environment-variable", "proven", what, where, remedy, change.name)


def _values(change: ContextChange) -> str:
    """How a variable changed; a digest tells a person nothing."""
    secret = {value.startswith(KEYED) for value in (change.recorded, change.found)}
    if secret == {False}:
        return f"is {change.found}, it was {change.recorded}"
    if NOT_SET in (change.recorded, change.found):
        return "is not set, it was" if change.found == NOT_SET else "is set, it was not"
    return "has another value than when it was recorded"


def _uses(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    proven = {read_words(change.name) for change in _of_kind("environment-variable", evidence)}
    seen = [
        Cause(use.kind, use.certainty, use.what, where, use.remedy)
        for use in evidence.uses
        if (where := _where(use.cell, use.line, evidence)) and where.cell <= cell.index
        if use.what not in proven
    ]
    yield from sorted(seen, key=lambda cause: (cause.certainty, -_nearness(cause)))


def _trackers(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    yield from tracker_causes(
        cell, {name: evidence.indexes.get(id_) for name, id_ in evidence.tracked.items()}
    )


def _versions(_cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    imported = {**evidence.recorded.packages.imported, **evidence.found.packages.imported}
    changes = [change for change in _of_kind("package", evidence) if change.name in imported]
    if changes:
        yield _packages(changes)
    yield from _builds(evidence)
    for change in _of_kind("python", evidence):
        what = f"Python's {change.name} is {change.found}, it was {change.recorded}"
        yield Cause("python", "observed", what, remedy=remedy_of(change, evidence.notebook))


def _unrecorded_versions(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """Of a notebook that came without any record of the packages it ran on."""
    if not evidence.recorded.packages.imported:
        yield from version_causes(cell, evidence.found.packages.imported, recorded_again(evidence.notebook))


def _builds(evidence: Evidence) -> Iterator[Cause]:
    """Imported packages of the same version that were installed from elsewhere, or are another build."""
    for change in _of_kind("package", evidence):
        package, what = package_and_part(change.name)
        origin = evidence.recorded.packages.origins.get(package)
        if origin and what and not origin.editable:
            other = f"another {what} of {package} is installed than was recorded"
            yield Cause("package", "observed", other, remedy=_reinstall(package, origin, evidence))


def _reinstall(package: str, origin: Origin, evidence: Evidence) -> str:
    if origin.commit:
        return f"pip install '{package} @ git+{origin.address}@{origin.commit}'"
    version = evidence.recorded.packages.imported.get(package, "")
    return f"pip install --force-reinstall {package}=={version}" if not origin.address else ""


def _packages(changes: Sequence[ContextChange]) -> Cause:
    """One cause for all imported packages that changed: they are mended with one command."""
    named = [f"{change.name} is {change.found}, it was {change.recorded}" for change in changes]
    if len(named) > MOST_PACKAGES:
        named[MOST_PACKAGES:] = [f"and {len(named) - MOST_PACKAGES} more imported packages differ"]
    return Cause("package", "observed", "; ".join(named), remedy=reinstalled(changes))


def _machine(_cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    for change in (change for kind in _OF_THE_MACHINE for change in _of_kind(kind, evidence)):
        yield Cause(change.kind, "suspected", _was_another(change))


def _of_plug_ins(_cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """Changes of kinds that only the collector of another project knows: which cells depend on them nobody says."""
    for change in evidence.changes:
        if change.kind not in KINDS and change.matters:
            remedy = remedy_of(change, evidence.notebook)
            yield Cause(change.kind, "suspected", _was_another(change), remedy=remedy, name=change.name)


def _was_another(change: ContextChange) -> str:
    return f"{change.name} is {change.found}, it was {change.recorded}"


_OF_THE_MACHINE = ("machine", "threads", "locale", "timezone")


def _hidden_state(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """What the recorded session had done besides running from top to bottom; a fresh run cannot have done it."""
    sentences = evidence.recorded.hidden_state
    if sentences:
        more = f"; and {len(sentences) - MOST_SENTENCES} more" if len(sentences) > MOST_SENTENCES else ""
        what = f"the snapshot is of a session in which {'; '.join(sentences[:MOST_SENTENCES])}{more}"
        departures = [found for sentence in sentences if (found := departure_in(sentence))]
        named = {index for departure in departures for index in departure.cells}
        certainty = "observed" if any(index <= cell.index for index in named) else "suspected"
        yield Cause("hidden-state", certainty, what, remedy=_FRESH)  # type: ignore[arg-type]


_TELL: tuple[Callable[[CellVerdict, Evidence], Iterator[Cause]], ...] = (
    _unreachable,
    _data,
    _consumed,
    _modules,
    _sources,
    _variables,
    _unrecorded_versions,
    _hidden_state,
    _uses,
    _trackers,
    _versions,
    _machine,
    _of_plug_ins,
)


def _of_kind(kind: str, evidence: Evidence) -> Iterable[ContextChange]:
    return (change for change in evidence.changes if change.kind == kind)


def _where(cell: str, line: int, evidence: Evidence) -> Where | None:
    index = evidence.indexes.get(cell)
    return None if index is None else Where(index, line or None)
