"""`jupyter repro report`, and the page that it and `verify` write."""

from __future__ import annotations

import json
import shutil
from xml.etree import ElementTree as Tree

import pytest
from conftest import command, inside, tree, written

from jupyter_repro.reporters.json import JsonReporter
from jupyter_repro.verdicts import CellVerdict, Divergence, Unreadable, Verdict, Verdicts

CELLS = (CellVerdict(0, "a", "failed", (Divergence("ValueError: no"),)),)
SHARDS = {
    "1.json": Verdicts(notebooks=(Verdict("a.ipynb", "identical", 1.0), Verdict("b.ipynb", "diverged", 2.0))),
    "2.json": Verdicts(notebooks=(Verdict("c.ipynb", "failed", 3.0, 0, CELLS),)),
}


@pytest.fixture
def shards(tmp_path):
    for name, verdicts in SHARDS.items():
        (tmp_path / name).write_text(JsonReporter().report(verdicts, width=80, colour=False))
    return tmp_path


def test_reports_are_merged_into_every_format(shards):
    targets = [option for name in ("r.html", "r.xml", "r.json", "r.md") for option in ("-o", name)]
    done = inside("report", "1.json", "2.json", *targets, cwd=shards)
    assert (done.returncode, done.stderr) == (3, "")
    assert "✗ c.ipynb failed at [1]: ValueError: no" in done.stdout
    merged = json.loads((shards / "r.json").read_text())
    assert [each["path"] for each in merged["notebooks"]] == ["a.ipynb", "b.ipynb", "c.ipynb"]
    title = "3 notebooks: 1 failed, 1 diverged, 1 identical"
    assert title in (shards / "r.html").read_text()
    assert title.replace(":", "\\:") in (shards / "r.md").read_text()
    assert len(list(Tree.parse(shards / "r.xml").iter("testsuite"))) == 3


@pytest.mark.parametrize("name", SHARDS)
def test_one_report_merged_is_the_same_report(shards, name):
    done = inside("report", name, "--format", "json", cwd=shards)
    assert done.returncode == SHARDS[name].exit_status
    assert done.stdout == (shards / name).read_text()


def test_a_report_of_a_real_run_comes_out_the_same(recorded):
    (recorded.parent / "sales.csv").write_text("price\n1\n")
    assert (
        inside("verify", "sales.ipynb", "-o", "v.json", "-o", "v.html", cwd=recorded.parent).returncode == 1
    )
    assert inside("report", "v.json", "-o", "w.json", "-o", "w.html", cwd=recorded.parent).returncode == 1
    for suffix in (".json", ".html"):
        first, second = (recorded.parent / f"{name}{suffix}" for name in "vw")
        assert first.read_bytes() == second.read_bytes()


def test_each_file_that_cannot_be_read_is_reported_and_nothing_is_written(shards):
    (shards / "page.json").write_text("<html>")
    (shards / "new.json").write_text('{"schema": "jupyter-repro/verdict@9"}')
    before = tree(shards)
    done = inside(
        "report", "1.json", "none.json", "page.json", "new.json", "-o", "site/", "-o", "r.md", cwd=shards
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split()[0] for line in done.stderr.splitlines() if not line.startswith(" ")] == [
        "none.json",
        "page.json",
        "new.json",
    ]
    assert sum(line.startswith("  ") for line in done.stderr.splitlines()) == 3
    assert tree(shards) == before


def test_a_notebook_in_two_reports_is_said(shards):
    shutil.copy(shards / "1.json", shards / "3.json")
    done = inside("report", "1.json", "2.json", "3.json", cwd=shards)
    assert done.stderr == "2 notebooks are in several reports: the gravest verdict holds\n"


def test_the_page_is_written_into_a_folder(shards):
    done = inside("report", "1.json", "2.json", "-o", "site/", cwd=shards)
    assert (done.returncode, done.stderr) == (3, "")
    assert "1 of 3 notebooks are reproducible" in (shards / "site" / "index.html").read_text()
    assert ">1 of 3</text>" in (shards / "site" / "badge.svg").read_text()
    assert len(list((shards / "site" / "reports").iterdir())) == 3


def test_a_folder_that_is_there_needs_no_slash(shards):
    (shards / "public").mkdir()
    inside("report", "1.json", "-o", "public", "--format", "json", "-o", "r.json", cwd=shards)
    assert (shards / "public" / "index.html").exists()
    assert (shards / "r.json").read_text() == (shards / "1.json").read_text()


def test_a_new_name_without_a_suffix_is_a_folder(shards):
    done = inside("report", "1.json", "-o", "newsite", "--format", "json", "-o", "r.json", cwd=shards)
    assert (done.returncode, done.stderr) == (1, "")
    assert (shards / "newsite" / "index.html").exists()
    assert (shards / "r.json").exists()


def test_a_format_makes_a_file_of_a_name_without_a_suffix(shards):
    inside("report", "1.json", "-o", "page", "--format", "html", cwd=shards)
    assert (shards / "page").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize("name", ["page.htm", "notes", ".html"])
def test_a_file_whose_name_says_no_format_is_not_written(shards, name):
    (shards / "notes").write_text("mine")
    before = tree(shards)
    done = inside("report", "1.json", "-o", name, cwd=shards)
    assert done.returncode == 2
    assert "a folder of pages ends with /" in done.stderr.replace("\n", " ")
    assert tree(shards) == before


def test_an_empty_name_means_no_folder(shards):
    before = tree(shards)
    assert inside("report", "1.json", "-o", "", cwd=shards).returncode == 2
    assert tree(shards) == before


def test_verify_writes_the_page_of_what_it_verified(recorded):
    written(recorded.parent / "<b>&.ipynb", "1")
    done = command("verify", ".", "-o", "site/", cwd=recorded.parent)
    assert done.returncode == 4
    assert done.stderr == "<b>&.ipynb: unverifiable\n"
    page = (recorded.parent / "site" / "index.html").read_text()
    assert "1 of 2 notebooks are reproducible" in page
    assert "&lt;b&gt;&amp;.ipynb" in page


@pytest.mark.parametrize("target", ["site/", "v.odt"])
def test_what_cannot_be_written_is_said_before_anything_is_executed(tmp_path, target):
    written(tmp_path / "a.ipynb", "open('ran', 'w')")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("mine")
    before = tree(tmp_path)
    done = inside("verify", "a.ipynb", "-o", target, cwd=tmp_path)
    assert done.returncode == 2
    assert tree(tmp_path) == before


def test_an_unreadable_notebook_counts_on_the_page(shards):
    cut = Verdicts(notebooks=(), errors=(Unreadable("d.ipynb", "d.ipynb is cut", "restore it"),))
    (shards / "3.json").write_text(JsonReporter().report(cut, width=80, colour=False))
    assert inside("report", "1.json", "3.json", "-o", "site/", cwd=shards).returncode == 2
    page = (shards / "site" / "index.html").read_text()
    assert "1 of 3 notebooks are reproducible" in page
    assert "d.ipynb is cut; restore it" in page
