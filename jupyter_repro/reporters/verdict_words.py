"""A verdict in words that every report uses: its mark, its headline, the reason, and the place of a divergence."""

from __future__ import annotations

from jupyter_repro.verdicts import CellVerdict, Divergence, Status, Verdict

MARKS: dict[Status, str] = {
    "identical": "✓",
    "equivalent": "≈",
    "ignored": "-",
    "diverged": "✗",
    "failed": "✗",
    "stale": "!",
    "unverifiable": "?",
}


def headline(verdict: Verdict) -> str:
    """The verdict in one line: the status, the cell that diverged first, and why."""
    root = verdict.root
    if root is None:
        return f"{verdict.path} {verdict.status}{_allowed(verdict)}{failing_drift(verdict)}"
    return f"{verdict.path} {verdict.status} at cell {root.index}: {reason(root)}"


def reason(root: CellVerdict) -> str:
    """Why a cell departed, in one line: its first known cause, else what differs first."""
    first = next((cause for cause in root.causes if cause.kind != "unknown"), None)
    if first is None:
        return root.divergences[0].summary if root.divergences else root.status
    return first.what + (f" ({first.where})" if first.where else "")


def _allowed(verdict: Verdict) -> str:
    allowed = sorted({each.allowed for cell in verdict.cells for each in cell.divergences if each.allowed})
    return f" ({', '.join(allowed)})" if allowed else ""


def failing_drift(verdict: Verdict) -> str:
    """That a notebook whose outputs agree fails for its drift; "" where it does not."""
    return ", but its context drifted (strict)" if verdict.strict and verdict.drifted else ""


def mark_status(verdict: Verdict) -> Status:
    """The status whose mark and colour a notebook gets: one that fails for its drift does not look well."""
    return "diverged" if failing_drift(verdict) else verdict.status


def place(cell: CellVerdict, divergence: Divergence) -> str:
    """Which output, or which cell of a watched variable, a divergence is of."""
    if divergence.variable:
        return f"cell {cell.index}"
    mime = f" ({mime_name(divergence.mime)})" if divergence.mime else ""
    return f"cell {cell.index}, output {divergence.output}{mime}"


def mime_name(mime: str) -> str:
    """A MIME type; of a stream and of an error, which are recorded as one, the word that people use."""
    return mime.removeprefix("application/vnd.jupyter.")
