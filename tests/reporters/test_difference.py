"""A difference in words and as HTML, against golden files."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from jupyter_repro.records.differences import CellDifference, ContextDifference, Difference
from jupyter_repro.reporters.difference_html import difference_page
from jupyter_repro.reporters.difference_text import difference_text
from jupyter_repro.reporters.difference_words import sentence, was_and_now

GOLDEN = Path(__file__).parent / "golden"
A, B, C = ("blake3:" + letter * 64 for letter in "abc")


def change(section, kind, name, was, now, was_size=None, now_size=None, *, matters=True):
    return ContextDifference(kind, name, was, now, matters, section, was_size, now_size)


def package(name, was, now, *, matters=True):
    return change("packages", "package", name, was, now, matters=matters)


FOUND = Difference(
    before="a.repro.json at HEAD~1",
    after="a.repro.json",
    context=(
        package("pandas", "2.2.3", "2.3.0"),
        package("mypkg: core.py", A, B),
        package("mypkg: added.py", "not there", B),
        package("six", "1.0", "1.1", matters=False),
        package("toml", "1.0", "not installed", matters=False),
        change("git", "code", "commit", "1" * 40, "2" * 40, matters=False),
        change("variables", "environment-variable", "TOKEN", "scrypt:1", "scrypt:2"),
        change("environment", "threads", "OMP_NUM_THREADS", "not set", "2"),
        change("machine", "machine", "processor", "Some Processor 1", "Some Processor 2"),
        change("blas", "machine", "openblas of numpy", "0.3.30 Haswell 2 threads", "0.3.31 Zen 2 threads"),
        change("hidden state", "hidden-state", "[3] ran after [2]", "not so", "recorded"),
        change("data", "data", "data/sales.csv", A, B, 3000, 3100),
        change("data", "data", "data/same_size.csv", A, B, 3000, 3000),
        change("data", "data", "data/near.csv", A, B, 3000, 3001),
        change("data", "data", "data/gone.csv", A, "missing", 12),
        change("data", "data", "<b>new</b>.csv", "not recorded", C, None, 0),
        change("seed and pins", "notebook", "seed", "42", "7"),
        change("of_a_stranger", "unknown", "thing", "1", "2"),
        *(change("modules", "code", f"part{number}.py", A, "missing") for number in range(25)),
    ),
    cells=(
        CellDifference("load", 1, "was edited", "@@ -1 +1 @@\n-x = 1\n+x = 2", 2),
        CellDifference("load", 1, "shows another output 0 (image/png 12.0 kB → 12.1 kB)", "", 2),
        CellDifference(
            "mean",
            4,
            "shows another output 0 (text/plain)",
            "@@ -1 +1 @@\n-<1>\n+<2>\n-\x1b[31mred\n " + "word " * 30 + "\n " + " x\n" * 30,
        ),
        CellDifference("old", 5, "was deleted"),
    ),
    notes=("the source of other was not compared: there is no ../other here",),
)


@pytest.mark.parametrize(
    ("tell", "name"),
    [
        (difference_text, "difference-100.txt"),
        (partial(difference_text, width=50), "difference-50.txt"),
        (difference_page, "difference.html"),
    ],
)
def test_it_is_reported_as_in_the_golden_file(tell, name):
    golden = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(tell(FOUND), encoding="utf-8")
    assert tell(FOUND) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "reported"),
    [
        (A, "aaaaaaaa…"),
        ("blake3:0123456789abcdef", "01234567…"),
        ("md5:" + "1" * 32, "11111111…"),
        ("1" * 40, "11111111…"),
        ("git+https://host/a.git@" + "1" * 40, "git+https://host/a.git@11111111…"),
        ("data/_delta_log/00000000000000000001.json",) * 2,
        ("metadata/snap-7022725987654321098-0-0123456789abcdef0123456789abcdef.avro",) * 2,
        ("version 2985977560230095778",) * 2,
    ],
)
def test_only_a_digest_or_a_commit_is_shortened_and_says_so(value, reported):
    changed = change("git", "code", "dirty files", value, "none")
    assert was_and_now(changed) == (reported, "none")


@pytest.mark.parametrize("width", [50, 100])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(len, difference_text(FOUND, width=width).splitlines())) <= width


def test_colours_are_added_to_the_same_words():
    colours = ("\x1b[1m", "\x1b[0m", "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[2m")
    reported = difference_text(FOUND, colour=True)
    assert all(colour in reported for colour in colours)
    for colour in colours:
        reported = reported.replace(colour, "")
    assert reported == difference_text(FOUND)


def test_where_nothing_changed_both_say_so():
    nothing = Difference(before="a", after="b")
    assert difference_text(nothing) == "a → b\n  nothing changed"
    assert "nothing changed" in difference_page(nothing)


@pytest.mark.parametrize("tell", [difference_text, difference_page])
def test_nothing_in_a_snapshot_steers_a_terminal(tell):
    assert "\x1b" not in tell(FOUND)


def test_a_page_needs_nothing_else_and_escapes_all():
    page = difference_page(FOUND)
    assert "<b>new</b>.csv" not in page
    assert "<1>" not in page
    assert "src=" not in page
    assert "href=" not in page
    assert "://" not in page


def test_what_cannot_be_read_has_no_size_now():
    assert sentence(change("data", "data", "a.csv", A, "unreadable", 6, 0)) == (
        "a.csv is unreadable (was 6 B, aaaaaaaa…)"
    )
