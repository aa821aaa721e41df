"""A difference in words and as HTML, against golden files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_repro.differences import CellDifference, Difference
from jupyter_repro.reporters.difference_html import difference_page
from jupyter_repro.reporters.difference_text import difference_text
from jupyter_repro.verdicts import ContextChange

GOLDEN = Path(__file__).parent / "golden"
FOUND = Difference(
    "a.repro.json at HEAD~1",
    "a.repro.json",
    (
        ContextChange("package", "pandas", "2.2.3", "2.3.0"),
        ContextChange("package", "mypkg: core.py", "blake3:" + "a" * 64, "blake3:" + "b" * 64),
        ContextChange("package", "six", "1.0", "1.1", matters=False),
        ContextChange("package", "toml", "1.0", "not installed", matters=False),
        ContextChange("data", "data/sales.csv", "blake3:" + "a" * 64, "missing"),
        ContextChange("data", "<b>new</b>.csv", "not recorded", "blake3:" + "c" * 64),
        ContextChange("code", "commit", "c1", "c2", matters=False),
        ContextChange("notebook", "seed", "42", "7"),
        *(ContextChange("code", f"part{number}.py", "blake3:" + "d" * 64, "missing") for number in range(25)),
    ),
    (
        CellDifference("load", 1, "was edited"),
        CellDifference(
            "mean", 4, "shows another output 0 (text/plain)", "@@ -1 +1 @@\n-<1>\n+<2>\n \n" + " x\n" * 30
        ),
    ),
)


@pytest.mark.parametrize(
    ("tell", "name"), [(difference_text, "difference.txt"), (difference_page, "difference.html")]
)
def test_it_is_told_as_in_the_golden_file(tell, name):
    golden = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(tell(FOUND), encoding="utf-8")
    assert tell(FOUND) == golden.read_text(encoding="utf-8")


def test_where_nothing_changed_both_say_so():
    nothing = Difference("a", "b", (), ())
    assert difference_text(nothing) == "a → b\n  nothing changed"
    assert "nothing changed" in difference_page(nothing)


def test_a_page_needs_nothing_else_and_escapes_all():
    page = difference_page(FOUND)
    assert "<b>new</b>.csv" not in page
    assert "src=" not in page
    assert "href=" not in page
    assert "://" not in page
