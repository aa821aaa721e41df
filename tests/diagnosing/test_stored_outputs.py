"""Notebooks of which only the outputs came: files that were changed since, and their session."""

from __future__ import annotations

import pytest
from stored_only import evidence, reported

from jupyter_repro.records.snapshot import Context, DataFile
from jupyter_repro.verdicts import Where

PLAIN = {0: "values = [1]", 1: "values.append(2)", 2: "print(len(values))"}


def test_a_newer_file_that_the_cell_reads_is_suspected_with_how_to_see_its_versions():
    sources = {0: "text = open('d.txt').read()", 1: "other = open('e.txt').read()", 2: "print(text)"}
    found = Context(data={"d.txt": DataFile("blake3:1", 1, "0", 1), "e.txt": DataFile("blake3:2", 1, "1", 1)})
    (cause,) = reported(evidence(sources=sources, found=found, newer=["d.txt", "e.txt"]), "diverged")
    assert (cause.kind, cause.certainty, cause.where, cause.name) == (
        "data",
        "suspected",
        Where(0, 1),
        "d.txt",
    )
    assert cause.remedy.endswith("git log --oneline -- d.txt")


def test_a_newer_module_is_suspected_where_it_is_imported():
    sources = {0: "import steps", 2: "print(steps.value())"}
    found = Context(modules={"steps.py": "blake3:1"})
    (cause,) = reported(evidence(sources=sources, found=found, newer=["steps.py"]), "diverged")
    assert (cause.kind, cause.where) == ("code", Where(0, 1))


@pytest.mark.parametrize(
    ("counts", "place", "said"),
    [((1, 2, 3), 2, ""), ((1, 3, 4), 1, "(the execution counts are 1, 3, 4)"), ((), 2, "")],
)
def test_where_nothing_gives_other_values_the_session_is_suspected_behind_a_missing_count(
    counts, place, said
):
    (cause,) = reported(evidence(sources=PLAIN, stored_counts=counts), "diverged")
    assert (cause.kind, cause.certainty, cause.where) == ("hidden-state", "suspected", Where(place))
    assert cause.what.endswith(said or "stored")
