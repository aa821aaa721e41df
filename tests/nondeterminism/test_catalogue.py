"""The catalogue's page, and its rows of sources that are pinned or numbered."""

from __future__ import annotations

import os
import re
from collections.abc import Hashable

import pytest
from catalogue_rows import (
    DOCS,
    HEADINGS,
    MOVING,
    Row,
    can_run,
    holds,
    rows,
    run_pinned,
    run_unpinned,
    seen_in,
)

CLUSTERS = {"h2o"}
"""Libraries whose rows start clusters, which takes a minute: they run with the catalogue."""
PINNED = [
    row
    for row in rows()
    if row.treatment in MOVING
    and can_run(row)
    and (os.environ.get("CATALOGUE") or CLUSTERS.isdisjoint(row.needs))
]
NUMPY_BELOW = frozenset({"SciPy", "scikit-learn", "pandas", "LightGBM"})
"""Libraries whose import is NumPy's too, and with it all that is pinned for them but LightGBM's own parameters."""
STANDARD = frozenset({"random", "Hash order", "A forked child"})
"""Rows that import nothing but what every kernel has already imported."""


def sharing(row: Row) -> Hashable:
    """Rows with the same answer share pinned kernels: nothing is pinned for one of them by another's import."""
    if row.treatment == "numbered":
        return row.treatment
    if row.options or any(row.environments):
        return tuple(row.options)
    library = row.title.partition(":")[0]
    return next((shared for shared in (NUMPY_BELOW, STANDARD) if library in shared), library)


@pytest.fixture(scope="module")
def pinned():
    """Two pinned runs of each row."""
    reported = {}
    for key in {sharing(row): None for row in PINNED}:
        together = [row for row in PINNED if sharing(row) == key]
        reported |= {row.title: ran for row, ran in zip(together, run_pinned(together), strict=True)}
    return reported


@pytest.fixture(scope="module")
def unpinned():
    """Two unpinned runs of each row: all share kernels but those that are told apart by variables of the kernel."""
    reported = {}
    # %matplotlib's backend is there until a row chooses another: numbered rows come first
    by_treatment = sorted(PINNED, key=lambda row: row.treatment)
    for variables in (False, True):
        together = [row for row in by_treatment if any(row.environments) is variables]
        reported |= {row.title: ran for row, ran in zip(together, run_unpinned(together), strict=True)}
    return reported


@pytest.mark.parametrize("row", PINNED, ids=lambda row: row.title)
def test_it_moves_without_pins_and_repeats_with_them(row, pinned, unpinned):
    assert holds(row, seen_in(row, pinned[row.title], unpinned[row.title])) == ""


def test_the_page_has_every_row_and_no_other():
    page = DOCS.read_text(encoding="utf-8")
    assert re.findall(r"^\| (?!source)(.+?)<br>", page, re.MULTILINE) == [
        row.title for treatment in HEADINGS for row in rows() if row.treatment == treatment
    ]
    assert len(rows()) >= 45


def test_nothing_on_the_page_was_seen_otherwise():
    assert "⚠" not in DOCS.read_text(encoding="utf-8")
