"""The catalogue's rows of sources that cannot be pinned: a probe names kind, cell and line."""

from __future__ import annotations

import pytest
from catalogue_rows import can_run, holds, rows, run

SEEN = [row for row in rows() if row.treatment in {"seen", "explained"} and can_run(row)]


@pytest.mark.parametrize("row", SEEN, ids=lambda row: row.title)
def test_its_use_is_named_with_cell_and_line(row):
    assert holds(row, run(row)) == ""
