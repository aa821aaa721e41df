"""Named parts of a run as runs below it."""

from __future__ import annotations

import math

from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.tracking.block_records import block_records
from jupyter_repro.tracking.outbox import Publication
from jupyter_repro.tracking.script_publishing import script_records

T = "2026-01-01T00:00:00Z"
BLOCKS = [
    RunBlock("cv", T, T, metrics={"loss": None}),
    RunBlock("fold 0", T, T, parent=0, params={"k": "0"}, metrics={"loss": 0.5}),
    RunBlock("fit", T, "", failed="ValueError"),
]
RUN = RunRecord("ab", "a", T, "ada", {}, {"repro.snapshot": "blake3:ab", "repro.notebook": "a.ipynb"})


def test_each_is_a_run_below_the_one_that_it_stands_in():
    found = list(block_records(RUN, BLOCKS))
    assert [(each.name, each.parents) for each in found] == [
        ("cv", ("blake3:ab",)),
        ("fold 0", ("blake3:ab", "blake3:ab/0")),
        ("fit", ("blake3:ab",)),
    ]
    assert [each.tags["repro.parent"] for each in found] == ["blake3:ab", "blake3:ab/0", "blake3:ab"]
    assert math.isnan(found[0].metrics["loss"])
    assert [each.metrics for each in found[1:]] == [{"loss": 0.5}, {}]
    assert [each.failed for each in found] == ["", "", "ValueError"]


def test_the_same_parts_of_the_same_snapshot_are_the_same_runs():
    assert [each.id for each in block_records(RUN, BLOCKS)] == [
        each.id for each in block_records(RUN, BLOCKS)
    ]
    assert len({each.id for each in block_records(RUN, BLOCKS)}) == 3


def test_a_run_is_sent_after_those_that_it_is_a_part_of():
    place = Destination("mlflow:", "/", "x")
    names = [Publication(place, each).name for each in (RUN, *block_records(RUN, BLOCKS))]
    first, cv, fold, fit = names
    assert sorted(names)[0] == first
    assert sorted(names)[-1] == fold
    assert {cv, fit} == set(sorted(names)[1:3])


def test_each_execution_of_a_script_is_a_run_of_its_own(tmp_path):
    blocks = BLOCKS[:2]
    first, second = (script_records(blocks, tmp_path / "s.py") for _ in range(2))
    assert first[0].id != second[0].id
    assert first[1].parents == (first[0].tags["repro.snapshot"],)
    assert [each.name for each in first] == ["cv", "fold 0"]
