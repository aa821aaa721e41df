"""Verdicts as compilers write errors: `file:line:column: severity: message`, which editors jump to.

Source of the format: "Formatting Error Messages" in the GNU Coding Standards.
"""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.formatting.visible_text import in_one_line
from jupyter_repro.notebooks.cell_lines import CellLines
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.reporters.verdict_words import cell_names, headline
from jupyter_repro.verdicts import Cause, CellVerdict, Verdict, Verdicts

_BAD = frozenset({"diverged", "failed", "stale", "unverifiable"})


class UnixReporter:
    """For editors: a line for each cell that did not reproduce, at its line in the notebook's file."""

    suffix = ".unix"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:  # noqa: ARG002  of the Protocol
        """Nothing of a notebook that is well."""
        lines = [line for verdict in verdicts.notebooks for line in _verdict(verdict)]
        lines += [_line(each.path, 1, "error", f"{each.what} → {each.remedy}") for each in verdicts.errors]
        return "".join(f"{line}\n" for line in lines)


def _verdict(verdict: Verdict) -> Iterator[str]:
    lines = CellLines.of(verdict.path)
    bad = [cell for cell in verdict.cells if cell.status in _BAD]
    for cell in bad:
        yield from _cell(verdict, cell, lines)
    if verdict.exit_status and not bad:
        notes = "; ".join((headline(verdict), *verdict.notes))
        yield _line(verdict.path, 1, "error", notes)
    for drift in drift_lines(verdict.context_changes, diverged=verdict.root is not None):
        yield _line(verdict.path, 1, "info", drift.strip())


def _cell(verdict: Verdict, cell: CellVerdict, lines: CellLines) -> Iterator[str]:
    name = cell_names(verdict).name(cell.index)
    what = "; ".join(each.summary for each in cell.divergences)
    message = f"{name} {cell.status}: {what}" if what else f"{name} {cell.status}"
    yield _line(verdict.path, lines.line(cell.index), "error", message)
    for cause in cell.causes:
        line = lines.line(cause.where.cell, cause.where.line or 1) if cause.where else lines.line(cell.index)
        yield _line(verdict.path, line, "warning", _because(name, cause))


def _because(name: str, cause: Cause) -> str:
    remedy = f" → {cause.remedy}" if cause.remedy else ""
    return f"{name}: {cause.kind} ({cause.certainty}): {cause.what}{remedy}"


def _line(path: str, line: int, severity: str, message: str) -> str:
    return f"{in_one_line(path)}:{line}:1: {severity}: {in_one_line(message)}"
