"""The terminal report, against golden files; and JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from jupyter_repro.reporters.json import JsonReporter
from jupyter_repro.reporters.terminal import TerminalReporter
from jupyter_repro.reporters.verdict_words import headline
from jupyter_repro.verdicts import (
    Cause,
    CellVerdict,
    ContextChange,
    Divergence,
    ResourceUse,
    Unreadable,
    Verdict,
    Verdicts,
    Where,
)

GOLDEN = Path(__file__).parent / "golden"

DATA = Cause(
    "data",
    "proven",
    "sales.csv changed since the snapshot (3.1 kB, was 3.0 kB)",
    Where(1, 2),
    "bring it back",
)
DIVERGED = Verdict(
    "a.ipynb",
    "diverged",
    1.94,
    4,
    (
        CellVerdict(1, "read", "identical"),
        CellVerdict(
            4,
            "mean",
            "diverged",
            (
                Divergence(
                    "0.81 became 0.91 (relative change 0.12)", "-mean 0.81\n+mean 0.91", 0, "text/html"
                ),
                Divergence(
                    "0.81 became 0.91 (relative change 0.12)", "-mean 0.81\n+mean 0.91", 0, "text/plain"
                ),
            ),
            (DATA,),
        ),
        CellVerdict(
            5,
            "plot",
            "diverged",
            (Divergence("size 6×4 became 6×5"),),
            (Cause("upstream", "suspected", "…"),),
        ),
    ),
    (ContextChange("data", "sales.csv", "blake3:" + "a" * 64, "blake3:" + "b" * 64),),
    used=ResourceUse(1.62, 410_000_000),
)
IDENTICAL = Verdict(
    "b.ipynb",
    "identical",
    0.7,
    None,
    (),
    (ContextChange("code", "commit", "c" * 40, "d" * 40, matters=False),),
)
EQUIVALENT = Verdict(
    "c.ipynb",
    "equivalent",
    0.8,
    None,
    (CellVerdict(0, "t", "equivalent", (Divergence("x", allowed="timings"),)),),
)
FAILED = Verdict(
    "d.ipynb",
    "failed",
    3.0,
    0,
    (
        CellVerdict(
            0, "x", "failed", (Divergence("KeyError: 'a'"),), (Cause("unknown", "suspected", "nothing"),)
        ),
    ),
)
NOTHING = Verdict("e.ipynb", "unverifiable", notes=("there is nothing to compare with",))
CASES = {
    "diverged": Verdicts(notebooks=(DIVERGED,)),
    "identical": Verdicts(notebooks=(IDENTICAL,)),
    "several": Verdicts(
        notebooks=(DIVERGED, IDENTICAL, EQUIVALENT, FAILED, NOTHING),
        errors=(Unreadable("f.ipynb", "f.ipynb cannot be read: it is empty", "take it from git again"),),
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("width", [100, 50])
def test_the_report_is_the_golden_one(name, width):
    golden = GOLDEN / f"{name}-{width}.txt"
    report = TerminalReporter().report(CASES[name], width=width, colour=False)
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(report, encoding="utf-8")
    assert report == golden.read_text(encoding="utf-8")


def test_cells_that_are_not_compared_are_counted():
    cells = (CellVerdict(0, "a", "identical"), CellVerdict(7, "g", "ignored"))
    verdict = msgspec.structs.replace(IDENTICAL, cells=cells)
    report = TerminalReporter().report(Verdicts(notebooks=(verdict,)), width=100, colour=False)
    assert "identical, 1 of 2 cells not compared" in report


LESS_SURE = Cause(
    "package", "suspected", "numpy is 2.1, it was 2.0, and more words than fit", None, "pip install it"
)
DRIFT = tuple(ContextChange("package", f"p{index}", "1", "2", matters=index < 6) for index in range(20))
BRIEF = {
    "causes": msgspec.structs.replace(
        DIVERGED,
        cells=(
            *DIVERGED.cells[:1],
            msgspec.structs.replace(
                DIVERGED.cells[1],
                causes=(DATA, LESS_SURE),
                divergences=(Divergence("other", "\n".join(map(str, range(40)))),),
            ),
        ),
        context_changes=DRIFT,
    ),
    "drifted": msgspec.structs.replace(IDENTICAL, context_changes=(*IDENTICAL.context_changes, *DRIFT)),
}


@pytest.mark.parametrize("name", BRIEF)
def test_briefly_a_cause_is_a_line_and_drift_of_no_consequence_is_one(name):
    golden = GOLDEN / f"brief-{name}-70.txt"
    report = TerminalReporter().brief(Verdicts(notebooks=(BRIEF[name],)), width=70, colour=False)
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(report, encoding="utf-8")
    assert report == golden.read_text(encoding="utf-8")


def test_the_first_line_says_which_cell_and_why():
    assert headline(DIVERGED) == (
        "a.ipynb diverged at [2]: sales.csv changed since the snapshot (3.1 kB, was 3.0 kB) ([1], line 2)"
    )
    assert headline(FAILED) == "d.ipynb failed at [1]: KeyError: 'a'"
    assert headline(EQUIVALENT) == "c.ipynb equivalent (timings)"


def test_the_first_line_says_that_there_was_no_snapshot_to_compare_with():
    stored = {"compared_with": "stored outputs"}
    assert headline(msgspec.structs.replace(IDENTICAL, **stored)) == "b.ipynb identical to its stored outputs"
    assert headline(msgspec.structs.replace(EQUIVALENT, **stored)).startswith(
        "c.ipynb equivalent to its stored"
    )
    assert headline(msgspec.structs.replace(NOTHING, **stored)) == "e.ipynb unverifiable"


def test_colours_are_there_when_asked_for_and_only_then():
    reporter = TerminalReporter()
    assert "\x1b[" in reporter.report(CASES["diverged"], width=80, colour=True)
    assert "\x1b[" not in reporter.report(CASES["diverged"], width=80, colour=False)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["identical", "equivalent"], 0),
        (["diverged"], 1),
        (["diverged", "failed"], 3),
        (["failed", "stale"], 4),
        ([], 0),
    ],
)
def test_of_several_exit_statuses_the_highest_wins(statuses, status):
    assert Verdicts(notebooks=tuple(Verdict("x", each) for each in statuses)).exit_status == status


def test_what_cannot_be_read_exits_with_2():
    assert Verdicts(notebooks=(IDENTICAL,), errors=(Unreadable("f", "w"),)).exit_status == 2


def test_json_is_the_verdict():
    report = json.loads(JsonReporter().report(CASES["several"], width=1, colour=False))
    assert report["notebooks"][0]["cells"][1]["causes"][0]["where"] == {"cell": 1, "line": 2}
    assert report["errors"][0]["path"] == "f.ipynb"


COMMAND = (
    "jupyter repro restore 'a folder with a long name/and a notebook with a long name.ipynb' --data --force"
)


def test_a_command_is_never_broken():
    reported = f"restore it from git's commit 0123456789ab, and keep this one beside it, with: {COMMAND}"
    cause = Cause("data", "proven", "sales.csv changed since the snapshot " * 2, Where(1, 2), reported)
    verdict = Verdict(
        "a.ipynb",
        "diverged",
        1.0,
        4,
        (CellVerdict(4, "mean", "diverged", (Divergence("x"),), (cause,)),),
        notes=(f"record it again: {COMMAND}", "only words, which are broken at the width of a terminal " * 2),
    )
    errors = (Unreadable("b.ipynb", "b.ipynb has no snapshot", f"record one with: {COMMAND}"),)
    verdicts = Verdicts(notebooks=(verdict,), errors=errors)
    report = TerminalReporter().report(verdicts, width=50, colour=False)
    _headline, *lines = report.splitlines()
    assert [line for line in lines if len(line) > 50] == [
        f"  record it again: {COMMAND}",
        f"    → {reported}",
        f"  → record one with: {COMMAND}",
    ]
