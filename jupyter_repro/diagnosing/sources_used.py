"""Candidates in use: sources of nondeterminism that probes saw, trackers, stores that cannot be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.looks import looks_of
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.diagnosing.reinstallation import reinstalled
from jupyter_repro.diagnosing.remedies import recorded_again
from jupyter_repro.diagnosing.tracker_words import names_tracker, speaks_of_tracker, tracker_causes
from jupyter_repro.diagnosing.unreachable_stores import failed_to_connect, said_by
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.environment_reads import KIND, read_words
from jupyter_repro.records.snapshot import Use
from jupyter_repro.verdicts import Cause, CellVerdict, Certainty, ContextChange, Where


def unreachable(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Stores of what the failed cell read when it was recorded."""
    raised = evidence.raised.get(cell.index) if cell.status == "failed" else None
    for name, read in evidence.recorded.data.items() if failed_to_connect(raised) else ():
        where = evidence.where(read.cell, read.line)
        if not where or where.cell != cell.index:
            continue
        if error := evidence.unreachable(name) or said_by(raised, name):
            cause = Cause("network", "observed", error.what, where, error.remedy)
            yield PossibleCause(cause, looks_like_it=True)
            return
    is_silent = raised and (
        raised.name in _NO_ANSWER or (raised.name == _OF_DATABASES and _NO_SERVER.search(raised.message))
    )
    if raised and is_silent:
        where = Where(cell.index, evidence.raised_at.get(cell.index) or None)
        what = f"nobody answers as when it was recorded: {raised.name}"
        yield PossibleCause(Cause("network", "observed", what, where, _KEEP), looks_like_it=True)


_NO_ANSWER = frozenset(
    {
        "URLError", "HTTPError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "ConnectTimeout",
        "ConnectError", "ReadTimeout", "TimeoutError", "gaierror", "ClientConnectorError", "MaxRetryError", "SSLError",
        "NewConnectionError", "RemoteDisconnected", "EndpointConnectionError",
    }
)  # fmt: skip
"""What libraries raise where a server does not answer."""
_OF_DATABASES = "OperationalError"
_NO_SERVER = re.compile(r"connect|host|server|timed? ?out", re.IGNORECASE)
"""In the message of a database's error: that it did not answer, and not what it answered."""
_KEEP = "see that it answers; or keep what was fetched in a file beside the notebook, and read that"


def uses(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """What the probes saw in this run; a variable that is as it was recorded is no cause."""
    looks = looks_of(evidence.texts.get(cell.index, ()))
    changed = {read_words(change.name) for change in evidence.changes_of(KIND)}
    as_recorded = {read_words(name) for name in evidence.recorded.variables}
    for use in evidence.uses:
        if use.what not in changed | as_recorded and not use.name and not _is_as_recorded(use, evidence):
            yield _candidate(use, use.what, use.remedy, evidence, looks)


def _is_as_recorded(use: Use, evidence: Evidence) -> bool:
    """Whether it asks for what stands in the snapshot of a machine that is the same."""
    asks = use.kind == "machine" and any(
        use.what.endswith(f"{name}() is of this machine") for name in _RECORDED
    )
    return asks and evidence.has_snapshot and not any(map(evidence.changes_of, ("machine", "threads")))


_RECORDED = (
    ".cpu_count",
    ".sched_getaffinity",
    "platform.machine",
    "platform.processor",
    "platform.architecture",
)
"""Functions whose answers a snapshot has with the machine's facts."""


def looks_at_files(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Files that were looked at and not read, where the look found something else when it was recorded."""
    for use, was in _found_otherwise(evidence):
        if use.kind == "data":
            is_folder = str(use.name).endswith("/")
            verbs = ("lists", "listed") if is_folder else ("is", "was")
            what = f"{use.name} {verbs[0]} {use.found}, it {verbs[1]} {was} when it was recorded"
            where = evidence.where(use.cell, use.line)
            remedy = evidence.way_back(str(use.name)).unless_said(what) or recorded_again(evidence.notebook)
            certainty: Certainty = "observed" if is_folder else "proven"
            yield PossibleCause(Cause("data", certainty, what, where, remedy, str(use.name)), changed=True)


def _found_otherwise(evidence: Evidence) -> Iterator[tuple[Use, str]]:
    """Looks that found something else than when it was recorded, with what they found then."""
    before = {
        (use.cell, use.line, str(use.name)): str(use.found) for use in evidence.recorded_uses if use.name
    }
    for use in (each for each in evidence.uses if each.name):
        was = before.get((use.cell, use.line, str(use.name)))
        if was is not None and was != use.found:
            yield use, was


def versions_asked(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Packages of whose version the notebook asked, which need not be imported."""
    for use, was in _found_otherwise(evidence):
        if use.kind == "package":
            change = ContextChange("package", str(use.name), was, str(use.found))
            what = f"{change.name} is {change.found}, it was {was}"
            remedy = reinstalled([change], evidence.recorded.packages.origins, evidence.notebook)
            cause = Cause("package", "proven", what, evidence.where(use.cell, use.line), remedy, change.name)
            yield PossibleCause(cause, changed=True)


def unpinned_when_recorded(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """What was used when the outputs were made, and not pinned then, though it is now: it cannot come again."""
    looks = looks_of(evidence.texts.get(cell.index, ()))
    seen = {(use.kind, use.cell, use.line) for use in evidence.uses}
    remedy = f"record it with a seed: jupyter repro snapshot {shell_word(evidence.notebook)}"
    for use in evidence.unpinned_uses:
        if (use.kind, use.cell, use.line) not in seen and use.kind != KIND:
            what = f"{use.what}, and nothing pinned it when the outputs were made: what is stored cannot come again"
            yield _candidate(use, what, remedy, evidence, looks)


def _candidate(use: Use, what: str, remedy: str, evidence: Evidence, looks: frozenset[str]) -> PossibleCause:
    where = evidence.where(use.cell, use.line)
    looks_like_it = use.kind in looks
    certainty = "suspected" if use.kind in _OF_ORDER and not looks_like_it else use.certainty
    return PossibleCause(Cause(use.kind, certainty, what, where, remedy), looks_like_it=looks_like_it)


_OF_ORDER = frozenset({"threads"})
"""Sources that change the order of things; most of their uses gather what they made in an order of its own."""


def trackers(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Trackers that the cell may have heard from.

    What it shows must speak of a tracker; where nothing else changed, it is enough that a cell that it depends on does,
    or began a run.
    """
    began = {name: evidence.indexes.get(id_) for name, id_ in evidence.tracked.items()}
    nothing_changed = not any(change.matters for change in evidence.changes)
    way = _way_to(cell, evidence)
    sources = [cell.source, *(evidence.sources.get(index, "") for index in way)]
    hears = nothing_changed and (
        names_tracker(sources, began) or any(index in way for index in began.values())
    )
    looks = hears or speaks_of_tracker(evidence.texts.get(cell.index, ()))
    yield from (PossibleCause(cause, looks_like_it=looks) for cause in tracker_causes(cell, began))


def _way_to(cell: CellVerdict, evidence: Evidence) -> set[int]:
    """Indexes of the cells that a cell depends on; none where nobody can read them."""
    pairs = evidence.dependence.pairs_of_cells(cell.index) if evidence.dependence else ()
    return {index for pair in pairs for index in pair}
