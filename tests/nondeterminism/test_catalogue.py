"""The catalogue's page, and its rows of sources that are pinned or numbered."""

from __future__ import annotations

import re

import pytest
from catalogue_rows import DOCS, HEADINGS, can_run, holds, rows, run

PINNED = [row for row in rows() if row.treatment in {"pinned", "numbered"} and can_run(row)]


@pytest.mark.parametrize("row", PINNED, ids=lambda row: row.title)
def test_it_moves_without_pins_and_repeats_with_them(row):
    assert holds(row, run(row)) == ""


def test_the_page_has_every_row_and_no_other():
    page = DOCS.read_text(encoding="utf-8")
    assert re.findall(r"^\| (?!source)(.+?)<br>", page, re.MULTILINE) == [
        row.title for treatment in HEADINGS for row in rows() if row.treatment == treatment
    ]
    assert len(rows()) >= 45


def test_nothing_on_the_page_was_seen_otherwise():
    assert "⚠" not in DOCS.read_text(encoding="utf-8")
