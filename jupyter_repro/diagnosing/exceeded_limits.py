"""A limit of the run that a cell exceeded."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.records.run_limits import remedy_by
from jupyter_repro.verdicts import Cause, CellVerdict


def exceeded_limits(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """That the run was ended, whatever made the cell take that much."""
    if more := evidence.exceeded.get(cell.index):
        kind = "machine" if more.option == "--memory-limit" else "timing"
        # whoever runs it in isolation must not be led to run it without
        option_alone = f"let it take more with the option {more.option} {more.value}"
        remedy = option_alone if evidence.isolated else remedy_by(more, "verify", evidence.notebook)
        yield PossibleCause(Cause(kind, "observed", str(evidence.raised[cell.index]), remedy=remedy))
