"""The catalogue's rows of sources that cannot be pinned: a probe names kind, cell and line."""

from __future__ import annotations

import pytest
from catalogue_rows import can_run, holds, rows, run_pinned, seen_in

SEEN = [row for row in rows() if row.treatment in {"seen", "explained"} and can_run(row)]


@pytest.fixture(scope="module")
def ran():
    """One run of all of them, in one kernel: what is noted is noted by cell."""
    return {row.title: each for row, each in zip(SEEN, run_pinned(SEEN, runs=1), strict=True)}


@pytest.mark.parametrize("row", SEEN, ids=lambda row: row.title)
def test_its_use_is_named_with_cell_and_line(row, ran):
    assert holds(row, seen_in(row, ran[row.title], None)) == ""
