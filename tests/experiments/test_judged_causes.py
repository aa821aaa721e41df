"""What experiments say of the causes in a verdict."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from jupyter_repro.experiments.baseline import Baseline
from jupyter_repro.experiments.drift import Conclusion
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.judged_causes import concluded, has_no_place
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.records.snapshot import Context, Snapshot, Use
from jupyter_repro.verdicts import Cause, CellVerdict, Verdict, Where
from jupyter_repro.verifying.notebook import Options

SNAPSHOT = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context())
CLOCK = Factor("clock", "clock", "hold")
ASKED = Use("clock", "cell-0", 1, "time.time() reads the clock, asked by tracking", "", "suspected")


def subject(*causes):
    """A notebook whose second cell diverged, with these causes."""
    cells = [new_code_cell("run = start()", id="cell-0"), new_code_cell("print(run)", id="cell-1")]
    diverged = CellVerdict(1, "cell-1", "diverged", (), causes)
    verdict = Verdict("a.ipynb", "diverged", first_divergence=1, cells=(diverged,))
    return Subject(Path("a.ipynb"), new_notebook(cells=cells), Options(), verdict, Baseline(SNAPSHOT))


def test_a_source_that_was_held_is_placed_where_it_was_seen_closely():
    asked = subject(Cause("tracker", "suspected", "it logs", Where(0)))
    assert has_no_place(CLOCK, asked)
    verdict = concluded(asked, Conclusion((CLOCK,), closely=(ASKED,)), ())
    (cause,) = verdict.cells[0].causes
    assert (cause.kind, cause.certainty, cause.where, cause.what) == (
        "clock",
        "proven",
        Where(0, 1),
        ASKED.what,
    )


def test_a_source_whose_place_the_evidence_knows_is_not_looked_for():
    assert not has_no_place(CLOCK, subject(Cause("clock", "suspected", "it reads the clock", Where(1, 1))))
