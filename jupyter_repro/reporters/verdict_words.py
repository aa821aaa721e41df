"""A verdict in words that every report uses: its mark, its headline, the reason, and the place of a divergence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import UNSET

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.formatting.visible_text import in_one_line
from jupyter_repro.verdicts import Cause, CellVerdict, Divergence, Status, Verdict, Verdicts, Where

MARKS: dict[Status, str] = {
    "identical": "✓",
    "equivalent": "≈",
    "ignored": "-",
    "diverged": "✗",
    "failed": "✗",
    "stale": "!",
    "unverifiable": "?",
}


def cell_names(verdict: Verdict) -> CellNames:
    """The names of a notebook's cells, for a verdict has all its code cells."""
    return CellNames(cell.index for cell in verdict.cells)


def headline(verdict: Verdict) -> str:
    """The verdict in one line: the status, the cell that diverged first, and why."""
    root, names = verdict.root, cell_names(verdict)
    if root is None:
        more = f"{_stored(verdict)}{_unchanged(verdict)}{_allowed(verdict)}{_ignored(verdict)}{failing_drift(verdict)}"
        return f"{in_one_line(verdict.path)} {verdict.status}{more}"
    at = f"{in_one_line(verdict.path)} {root.status} at {names.name(root.index)}"
    return f"{at}: {reason(root, names)}{_failed_later(verdict, root, names)}"


def _stored(verdict: Verdict) -> str:
    """That a notebook that is well was not held against a snapshot."""
    is_well = verdict.status in {"identical", "equivalent"}
    return " to its stored outputs" if is_well and verdict.compared_with == "stored outputs" else ""


def _unchanged(verdict: Verdict) -> str:
    """That it was not run, and since when it need not be."""
    since = verdict.unchanged_since.replace("T", " ").replace("Z", " UTC")
    return f" (unchanged since {since})" if since else ""


def _ignored(verdict: Verdict) -> str:
    """How many cells count for nothing."""
    ignored = sum(cell.status == "ignored" for cell in verdict.cells)
    return f", {ignored} of {counted(len(verdict.cells), 'cell')} not compared" if ignored else ""


def _failed_later(verdict: Verdict, root: CellVerdict, names: CellNames) -> str:
    """Where a cell behind the first that diverged raised, and what."""
    failed = next((cell for cell in verdict.cells if cell.status == "failed"), None)
    if failed is None or failed.index == root.index:
        return ""
    raised = f": {failed.divergences[0].summary}" if failed.divergences else ""
    return f"; failed at {names.name(failed.index)}{raised}"


def title(verdicts: Verdicts) -> str:
    """The verdict on all notebooks, in one line."""
    if len(verdicts.notebooks) == 1 and not verdicts.errors:
        (verdict,) = verdicts.notebooks
        return f"{MARKS[mark_status(verdict)]} {headline(verdict)}"
    mark = "✓" if verdicts.exit_status == 0 else "✗"
    return f"{mark} {counted(len(verdicts.notebooks), 'notebook')}: {all_counts(verdicts)}"


def all_counts(verdicts: Verdicts) -> str:
    """How many notebooks of each status, and what else keeps them from being well: `1 diverged, 1 not readable`."""
    drifted = sum(bool(failing_drift(verdict)) for verdict in verdicts.notebooks)
    text = (
        counts(verdict.status for verdict in verdicts.notebooks),
        f"{drifted} drifted (strict)" if drifted else "",
        f"{len(verdicts.errors)} not readable" if verdicts.errors else "",
    )
    return ", ".join(filter(None, text))


def counts(statuses: Iterable[Status]) -> str:
    """How many of each status, the gravest first: `1 diverged, 2 identical`."""
    found = Counter(statuses)
    order: tuple[Status, ...] = (
        "failed",
        "diverged",
        "stale",
        "unverifiable",
        "equivalent",
        "identical",
        "ignored",
    )
    return ", ".join(f"{found[status]:,} {status}" for status in order if found[status])


def reason(root: CellVerdict, names: CellNames) -> str:
    """Why a cell diverged, in one line: its first known cause, else what differs first."""
    first = next((cause for cause in root.causes if cause.kind != "unknown"), None)
    if first is None:
        return root.divergences[0].summary if root.divergences else root.status
    return f"{first.what} ({where_name(first.where, names)})" if first.where else first.what


def run_words(verdict: Verdict) -> str:
    """What the run took: `3.2 s (2.9 s of CPU), 410.0 MB`."""
    seconds = f"{verdict.seconds:.1f} s"
    if verdict.used is None:
        return seconds
    return f"{seconds} ({cpu_words(verdict)} s of CPU), {memory_words(verdict)}"


def cpu_words(verdict: Verdict) -> str:
    """CPU seconds; "" where nothing was run."""
    return f"{verdict.used.cpu_seconds:.1f}" if verdict.used else ""


def memory_words(verdict: Verdict) -> str:
    """The most memory that was used at once; "" where nothing was run."""
    return human_size(verdict.used.peak_memory) if verdict.used else ""


_LEAST_SECONDS, _LEAST_GROWTH = 0.05, 1_000_000
"""Of cells, that are worth a word; the growth is in bytes."""


def cost_words(cells: Iterable[CellVerdict]) -> str:
    """What the run of some cells took: `2.3 s, peak memory +120.0 MB`; "" for what is not worth a word."""
    all_cells = tuple(cells)
    seconds = sum(cell.seconds for cell in all_cells if cell.seconds is not UNSET)
    growth = sum(cell.memory_growth for cell in all_cells if cell.memory_growth is not UNSET)
    parts = (
        f"{seconds:.1f} s" if seconds >= _LEAST_SECONDS else "",
        f"peak memory +{human_size(growth)}" if growth >= _LEAST_GROWTH else "",
    )
    return ", ".join(filter(None, parts))


def where_name(where: Where, names: CellNames) -> str:
    """A place in a notebook: `[2], line 3`."""
    return names.name(where.cell, where.line)


def known_how(cause: Cause, names: CellNames) -> str:
    """How sure a cause is, and where it is: `proven, [2], line 3`."""
    return f"{cause.certainty}, {where_name(cause.where, names)}" if cause.where else cause.certainty


def _allowed(verdict: Verdict) -> str:
    allowed = sorted({each.allowed for cell in verdict.cells for each in cell.divergences if each.allowed})
    return f" ({', '.join(allowed)})" if allowed else ""


def failing_drift(verdict: Verdict) -> str:
    """That a notebook whose outputs agree fails for its drift; "" where it does not."""
    return ", but its context drifted (strict)" if verdict.strict and verdict.drifted else ""


def mark_status(verdict: Verdict) -> Status:
    """The status whose mark and colour a notebook gets: one that fails for its drift does not look well."""
    return "diverged" if failing_drift(verdict) else verdict.status


def place(cell: CellVerdict, divergence: Divergence, names: CellNames) -> str:
    """Which output, or which cell of a watched variable, a divergence is of."""
    if divergence.variable:
        return names.name(cell.index)
    mime = f" ({mime_name(divergence.mime)})" if divergence.mime else ""
    return f"{names.name(cell.index)}, output {divergence.output}{mime}"


def mime_name(mime: str) -> str:
    """A MIME type; of a stream and of an error, which are recorded as one, the word that people use."""
    return mime.removeprefix("application/vnd.jupyter.")
