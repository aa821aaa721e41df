"""Several reports as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from jupyter_repro.reports.merging import Report, in_several, merged
from jupyter_repro.verdicts import EXIT_STATUS, ContextChange, Unreadable, Verdict, Verdicts


def report(name, *verdicts, errors=()):
    return Report(name, Verdicts(notebooks=verdicts, errors=errors))


A, B = Verdict("a.ipynb", "identical", 1.0), Verdict("b.ipynb", "failed", 2.0)
CUT = Unreadable("c.ipynb", "c.ipynb is cut")


def test_shards_come_together_in_their_order():
    both = merged([report("2.json", B), report("1.json", A, errors=(CUT,))])
    assert both == Verdicts(notebooks=(B, A), errors=(CUT,))


def test_one_report_stays_as_it_is():
    alone = report("1.json", A, A, Verdict("./a.ipynb", "diverged"), errors=(CUT, CUT))
    assert merged([alone]) == alone.verdicts


def test_of_a_notebook_in_two_reports_the_gravest_verdict_holds_and_a_note_says_so():
    better = Verdict("a.ipynb", "identical")
    worse = Verdict("./a.ipynb", "diverged", notes=("first",))
    for reports in ([report("x", better), report("y", worse)], [report("y", worse), report("x", better)]):
        (verdict,) = merged(reports).notebooks
        assert verdict.status == "diverged"
        first, note = verdict.notes
        assert first == "first"
        assert "identical in x" in note
        assert "diverged in y" in note


def test_of_equally_grave_verdicts_the_last_holds_without_a_note():
    first, last = Verdict("a.ipynb", "identical", 1.0), Verdict("a.ipynb", "identical", 2.0)
    assert merged([report("x", first), report("y", last)]).notebooks == (last,)


def test_drift_that_fails_outweighs_a_verdict_without_it():
    drifted = Verdict(
        "a.ipynb", "identical", context_changes=(ContextChange("data", "d", "1", "2"),), strict=True
    )
    assert merged([report("x", drifted), report("y", A)]).notebooks == (drifted,)


def test_the_same_unreadable_input_is_reported_once():
    assert merged([report("x", errors=(CUT,)), report("y", errors=(CUT,))]).errors == (CUT,)


def test_notebooks_in_several_reports_are_named():
    assert in_several([report("x", A, B), report("y", Verdict("./a.ipynb", "stale"))]) == ["a.ipynb"]
    assert in_several([report("x", A, A)]) == []


def test_addresses_are_not_paths():
    far = Verdict("s3://bucket//a.ipynb", "identical")
    assert merged([report("x", far), report("y", A)]).notebooks == (far, A)


VERDICTS = some.builds(
    Verdict, some.sampled_from(["a", "b", "./a", "c/d"]), some.sampled_from(sorted(EXIT_STATUS))
)
REPORTS = some.lists(
    some.lists(VERDICTS, max_size=4).map(lambda found: report("r.json", *found)), min_size=1, max_size=4
)


@given(REPORTS)
def test_the_exit_status_is_the_highest_of_the_reports(reports):
    assert merged(reports).exit_status == max(each.verdicts.exit_status for each in reports)
