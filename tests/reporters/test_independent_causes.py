"""Causes that the first divergence does not explain, in each report that a person reads."""

from __future__ import annotations

import msgspec
import pytest
from report_verdicts import CAUSE

from jupyter_repro.reporters.github import GithubReporter
from jupyter_repro.reporters.html import HtmlReporter
from jupyter_repro.reporters.independent_causes import independent_causes
from jupyter_repro.reporters.markdown import MarkdownReporter
from jupyter_repro.reporters.terminal import TerminalReporter
from jupyter_repro.verdicts import (
    Cause,
    CellVerdict,
    ContextChange,
    Divergence,
    Experiment,
    Verdict,
    Verdicts,
    Where,
)

CLOCK = Cause("clock", "observed", "datetime.now() reads the clock", Where(3, 2), "make it a parameter")
UPSTREAM = Cause("upstream", "suspected", "[2] diverged first", Where(1))
SUSPECT = Cause("threads", "suspected", "threads were started", Where(3, 1))
UNKNOWN = Cause("unknown", "suspected", "nothing changed")


def diverged(*later, root=(CAUSE,)):
    """A notebook whose second cell diverged first, and those below it for these causes."""
    cells = [CellVerdict(index, f"c{index}", "diverged", (Divergence("1 became 2"),)) for index in range(9)]
    causes = [(), root, *later]
    found = [msgspec.structs.replace(cell, causes=each) for cell, each in zip(cells, causes, strict=False)]
    first = CellVerdict(0, "c0", "identical")
    return Verdict("a.ipynb", "diverged", 1.0, 1, (first, *found[1:]))


def named(*later, root=(CAUSE,)):
    """Cell and kind of each independent cause."""
    return [(cell.index, cause.kind) for cell, cause in independent_causes(diverged(*later, root=root))]


def test_a_cell_that_an_earlier_one_explains_has_no_cause_of_its_own():
    assert named((UPSTREAM,)) == []


def test_a_cell_that_is_explained_in_part_is_named_with_what_was_seen_in_it():
    assert named((UPSTREAM, CLOCK, SUSPECT)) == [(2, "clock")]


def test_a_cause_is_named_at_the_first_cell_that_has_it():
    assert named((CAUSE,), (CLOCK,), (CLOCK, CAUSE)) == [(3, "clock")]


def test_a_cause_that_is_seen_at_two_lines_of_a_cell_is_named_once():
    assert named((CLOCK, msgspec.structs.replace(CLOCK, where=Where(3, 7)))) == [(2, "clock")]


def test_a_suspicion_counts_where_nothing_else_explains_the_cell():
    assert named((CLOCK, SUSPECT), (UPSTREAM, SUSPECT)) == [(2, "clock")]
    assert named((SUSPECT,)) == [(2, "threads")]


def test_the_version_of_a_package_is_said_at_the_first_cell_that_shows_it():
    look = Cause("package", "observed", "numpy 2 shows a scalar with its type", Where(2))
    later = msgspec.structs.replace(look, where=Where(3))
    assert named((look,), (later,)) == [(2, "package")]
    assert named((look,), (later,), root=(msgspec.structs.replace(look, where=Where(1)),)) == []


def test_that_no_cause_is_known_is_said_once():
    assert named((UNKNOWN,), (UNKNOWN,)) == [(2, "unknown")]
    assert named((UNKNOWN,), root=(UNKNOWN,)) == []


def test_a_model_that_it_builds_upon_is_a_cause_though_its_kind_is_upstream():
    model = Cause("upstream", "proven", "models:/price is another model now", name="models:/price")
    assert named((model,)) == [(2, "upstream")]


def test_a_notebook_that_is_well_has_none():
    assert independent_causes(Verdict("a.ipynb", "identical")) == []


def brief(verdict, width=100):
    return TerminalReporter().brief(Verdicts(notebooks=(verdict,)), width=width, colour=False)


def whole(verdict, reporter=None, width=100):
    reporter = reporter or TerminalReporter()
    return reporter.report(Verdicts(notebooks=(verdict,)), width=width, colour=False)


def clocks(count):
    """As many cells, each of which reads the clock by itself."""
    return [(msgspec.structs.replace(CLOCK, where=Where(index, 1)),) for index in range(2, 2 + count)]


@pytest.mark.parametrize("report", [brief, whole])
def test_a_few_are_shown_with_their_remedies_and_no_remedy_twice(report):
    assert (
        "  independent of [2]:\n"
        "    [3]: clock (observed, [3], line 1): datetime.now() reads the clock\n"
        "      → make it a parameter\n"
        "    [4]: clock (observed, [4], line 1): datetime.now() reads the clock\n"
    ) in report(diverged(*clocks(2)))


def test_of_many_a_few_lines_are_shown_briefly_and_all_at_length():
    many = diverged(*clocks(7))
    assert brief(many).splitlines()[-3:] == [
        "    [6]: clock (observed, [6], line 1): datetime.now() reads the clock",
        "    [7]: clock (observed, [7], line 1): datetime.now() reads the clock",
        "    … and 2 more causes (all with -v)",
    ]
    assert "→ make it a parameter" not in brief(many)
    assert "[9]: clock" in whole(many)


def test_a_long_one_is_cut_briefly_and_wrapped_at_length():
    long = msgspec.structs.replace(CLOCK, what="it reads the clock " * 9, remedy="")
    assert brief(diverged((long,)), width=60).splitlines()[-1].endswith("…")
    assert whole(diverged((long,)), width=60).split().count("reads") == 9


def test_drift_that_a_later_cause_names_is_not_reported_twice():
    read = Cause("data", "proven", "late.csv changed", Where(3, 1), name="late.csv")
    changes = (ContextChange("data", "late.csv", "blake3:1", "blake3:2"),)
    verdict = msgspec.structs.replace(diverged((read,)), context_changes=changes)
    assert brief(verdict).count("late.csv") == 1


def test_a_later_cell_that_experiments_are_about_is_shown_by_them_alone():
    proven = msgspec.structs.replace(CLOCK, certainty="proven")
    verdict = diverged((proven,), root=(Cause("notebook", "proven", "[2] was edited"),))
    edited = msgspec.structs.replace(verdict.cells[1], status="stale", divergences=())
    cells = (verdict.cells[0], edited, *verdict.cells[2:])
    made = (Experiment("hold", "clock", "the clock", "alike", runs=1),)
    shown = brief(msgspec.structs.replace(verdict, cells=cells, experiments=made))
    assert shown.count("datetime.now() reads the clock") == 1
    assert "independent of" not in shown


def test_markdown_has_them_below_the_first_and_folds_many():
    shown = whole(diverged(*clocks(2)), MarkdownReporter())
    assert "\nIndependent of \\[2\\]:\n\n- \\[3\\] **clock** (observed, \\[3\\], line 1): " in shown
    assert "<summary>Independent of \\[2\\]: 6 causes</summary>" in whole(
        diverged(*clocks(6)), MarkdownReporter()
    )


def test_a_page_has_them_with_a_link_to_the_cell_and_folds_many():
    shown = whole(diverged(*clocks(2)), HtmlReporter())
    assert "<h3>Independent of [2]</h3>" in shown
    assert '<a href="#n1-c2">[3]</a> <b>clock</b>' in shown
    assert "<summary>6 causes</summary>" in whole(diverged(*clocks(6)), HtmlReporter())
    assert "Independent of" not in whole(diverged((UPSTREAM,)), HtmlReporter())


def test_the_annotation_of_a_workflow_has_them():
    assert "[3]: clock (observed): datetime.now() reads the clock" in whole(
        diverged((CLOCK,)), GithubReporter()
    )
