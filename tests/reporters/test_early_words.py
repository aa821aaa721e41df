from __future__ import annotations

from jupyter_repro.records.snapshot import CellRecord, Context, DataFile, Snapshot, Use
from jupyter_repro.reporters.early_words import early_lines

CELLS = tuple(CellRecord(id=f"c{number}", source_digest="", outputs=()) for number in range(3))


def lines(*uses, **data):
    return list(early_lines(Snapshot("a.ipynb", "", "python3", "python", CELLS, Context(data=data), uses)))


def test_what_cannot_be_pinned_is_named_with_its_cell_and_line():
    clock = Use("clock", "c1", 2, "time.time() reads the clock")
    assert lines(clock) == ["cannot be pinned: time.time() reads the clock ([2], line 2)"]


def test_many_are_counted():
    many = [Use("clock", "c0", line, "it is asked") for line in range(1, 6)]
    assert lines(*many)[0].endswith("; and 2 more")


def test_what_is_recorded_or_only_suspected_is_left_out():
    assert lines(Use("environment-variable", "c0", 1, "X is read"), Use("data", "c0", 1, "x", name="x")) == []
    assert lines(Use("clock", "c0", 1, "x", certainty="suspected")) == []


def test_data_that_the_notebook_changes_is_named():
    data = DataFile("blake3:1", 1, cell="c2", line=4, changed=True)
    assert lines(**{"log.db": data}) == [
        "the notebook itself changes log.db ([3], line 4): no two runs begin alike"
    ]


def test_data_that_keeps_no_versions_is_named_with_the_date_that_it_was_not_held_at():
    held, plain = DataFile("blake3:1", 1), DataFile("blake3:2", 1, unheld="2026-11-01")
    assert lines(**{"a.csv": plain, "b.csv": held}) == [
        "not held at 2026-11-01: a.csv, which keeps no versions"
    ]
    many = {f"{name}.csv": plain for name in "abcdef"}
    assert lines(**many) == [
        "not held at 2026-11-01: a.csv, b.csv, c.csv, d.csv and 2 more, which keep no versions"
    ]


def test_a_pin_that_failed_is_named_with_the_reason():
    pins = {"dice": "not pinned: ModuleNotFoundError: No module named 'dice'", "numpy": "42"}
    snapshot = Snapshot("a.ipynb", "", "python3", "python", CELLS, Context(pins=pins))
    assert list(early_lines(snapshot)) == ["the pin dice failed: ModuleNotFoundError: No module named 'dice'"]
