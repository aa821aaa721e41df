"""The catalogue's page, and its rows of sources that are pinned or numbered."""

from __future__ import annotations

import re

import pytest
from catalogue_rows import DOCS, HEADINGS, MOVING, can_run, holds, rows, run, run_unpinned

PINNED = [row for row in rows() if row.treatment in MOVING and can_run(row)]


@pytest.fixture(scope="module")
def unpinned():
    """Two runs of each row without pins; with them each has kernels of its own, so that none pins for another."""
    return run_unpinned(PINNED)


@pytest.mark.parametrize("row", PINNED, ids=lambda row: row.title)
def test_it_moves_without_pins_and_repeats_with_them(row, unpinned):
    assert holds(row, run(row, unpinned[row.title])) == ""


def test_the_page_has_every_row_and_no_other():
    page = DOCS.read_text(encoding="utf-8")
    assert re.findall(r"^\| (?!source)(.+?)<br>", page, re.MULTILINE) == [
        row.title for treatment in HEADINGS for row in rows() if row.treatment == treatment
    ]
    assert len(rows()) >= 45


def test_nothing_on_the_page_was_seen_otherwise():
    assert "⚠" not in DOCS.read_text(encoding="utf-8")
