"""JUnit XML and annotations of GitHub Actions."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Tree

import msgspec
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree
from report_verdicts import CAUSE, DRIFT

from jupyter_repro.reporters.github import GithubReporter
from jupyter_repro.reporters.junit import JunitReporter
from jupyter_repro.verdicts import (
    CellVerdict,
    Divergence,
    ResourceUse,
    Unreadable,
    Verdict,
    Verdicts,
)

CELLS = (
    CellVerdict(0, "a", "identical"),
    CellVerdict(2, "b", "diverged", (Divergence("1 became 2", "-1\n+2"),), (CAUSE,)),
    CellVerdict(3, "c", "failed", (Divergence("KeyError: 'a'"),)),
    CellVerdict(4, "d", "ignored"),
)
DIVERGED = Verdict("a: b, c.ipynb", "diverged", 1.5, 2, CELLS, DRIFT)
IDENTICAL = Verdict("b.ipynb", "identical", 0.5, None, CELLS[:1], DRIFT)
STRICT = Verdict("c.ipynb", "identical", 0.5, None, CELLS[:1], DRIFT, strict=True)
CLEAN = Verdict("d.ipynb", "identical", 0.5, None, CELLS[:1])
ALL = Verdicts(
    notebooks=(DIVERGED, IDENTICAL, STRICT, CLEAN), errors=(Unreadable("e.ipynb", "cut", "restore it"),)
)


def junit(verdicts):
    return Tree.fromstring(JunitReporter().report(verdicts, width=80, colour=False))


def github(verdicts):
    return GithubReporter().report(verdicts, width=80, colour=False).splitlines()


def test_each_notebook_is_a_suite_that_counts_its_cases():
    counts = [
        (
            suite.get("name"),
            suite.get("tests"),
            suite.get("failures"),
            suite.get("errors"),
            suite.get("skipped"),
        )
        for suite in junit(ALL)
    ]
    assert counts == [
        ("a: b, c.ipynb", "5", "1", "1", "1"),
        ("b.ipynb", "2", "0", "0", "0"),
        ("c.ipynb", "2", "1", "0", "0"),
        ("d.ipynb", "2", "0", "0", "0"),
        ("e.ipynb", "1", "0", "1", "0"),
    ]


def test_what_a_run_used_are_properties_of_its_suite_and_said_in_annotations():
    used = Verdicts(notebooks=(msgspec.structs.replace(DIVERGED, used=ResourceUse(1.2, 410_000_000)),))
    properties = {each.get("name"): each.get("value") for each in junit(used).iter("property")}
    assert properties == {"cpu_seconds": "1.2", "peak_memory": "410000000"}
    assert valid(used)
    assert github(used)[0].endswith("%0A1.5 s (1.2 s of CPU), 410.0 MB")


def test_a_failure_holds_the_difference_and_its_cause():
    (failure,) = junit(Verdicts(notebooks=(DIVERGED,))).iter("failure")
    assert failure.get("message") == "1 became 2"
    assert failure.text == "1 became 2\n-1\n+2\ndata (proven): d.csv is missing\nbring it back"


# the schema of Jenkins' xUnit plug-in, as pytest's source distribution holds it
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit-10.xsd")))


def valid(verdicts):
    document = JunitReporter().report(verdicts, width=80, colour=False)
    SCHEMA.assertValid(etree.fromstring(document.encode()))
    return True


def test_the_document_is_valid_by_the_published_schema():
    assert valid(ALL)
    assert valid(Verdicts(notebooks=()))
    slow = msgspec.structs.replace(DIVERGED, seconds=123456.789)
    assert valid(Verdicts(notebooks=(slow,)))


@given(text=some.text(some.characters(exclude_categories=()), max_size=20))
def test_whatever_an_output_holds_the_document_is_valid(text):
    cell = CellVerdict(0, "a", "diverged", (Divergence(text, text),))
    failed = CellVerdict(1, "b", "failed", (Divergence(text, text),))
    verdict = Verdict(text, "diverged", 0, 0, (cell, failed), DRIFT, strict=True)
    assert valid(Verdicts(notebooks=(verdict,), errors=(Unreadable(text, text, text),)))


@given(text=some.text(some.characters(exclude_categories=()), max_size=20))
def test_whatever_an_output_holds_the_document_can_be_read(text):
    cell = CellVerdict(0, "a", "diverged", (Divergence(text, text),))
    assert junit(Verdicts(notebooks=(Verdict(text, "diverged", 0, 0, (cell,)),))).tag == "testsuites"


def test_a_divergence_is_an_error_of_its_file_on_one_line():
    (line,) = github(Verdicts(notebooks=(DIVERGED,)))
    assert line.startswith(
        "::error file=a%3A b%2C c.ipynb,title=a%3A b%2C c.ipynb diverged at [2]%3A d.csv is missing"
    )
    assert "::[2]: 1 became 2%0Adata (proven): d.csv is missing%0A→ bring it back%0Adata d.csv" in line


def test_drift_is_a_warning_and_under_strict_an_error():
    lines = github(Verdicts(notebooks=(IDENTICAL, STRICT, CLEAN)))
    assert [line.partition(" ")[0] for line in lines] == ["::warning", "::error", "✓"]


def test_what_cannot_be_read_is_an_error():
    assert github(Verdicts(notebooks=(), errors=ALL.errors)) == [
        "::error file=e.ipynb,title=unreadable::cut%0Arestore it"
    ]
