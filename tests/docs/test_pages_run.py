"""The start, the how-tos and the tutorials: each command runs as it is written, and says what the page shows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import written
from console_blocks import Block, blocks, run_page, steps

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "start.md", *sorted(DOCS.glob("how-to/*.md")), *sorted(DOCS.glob("tutorials/*.md"))]
SERVICES = "Needs "


@pytest.fixture
def project(tmp_path):
    """A repository with a notebook that reads a file, as the how-tos take for granted."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sales.csv").write_text("1.5\n2.0\n")
    read = "prices = [float(line) for line in open('data/sales.csv')]\nsum(prices)"
    written(tmp_path / "analysis.ipynb", read, "import random\nrandom.random()")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_say_what_it_shows(page, project, monkeypatch):
    monkeypatch.setenv("HOME", str(project))
    monkeypatch.delenv("JUPYTER_REPRO_TRUST")
    assert run_page(page, project) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_not_run_says_what_it_needs(page):
    titles = [block.title for block in blocks(page) if block.language == "console" and block.title]
    assert [title for title in titles if not title.startswith(SERVICES)] == []


def test_a_command_is_followed_by_what_it_says():
    assert list(steps("$ a \\\n  b\none\ntwo\n$ c\n")) == [("a    b", "one\ntwo"), ("c", "")]


def test_another_answer_than_the_one_that_is_shown_is_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n```\n")
    assert run_page(page, tmp_path) == ["$ echo one\none"]
    page.write_text("```console\n$ echo it took 1.5 s\nit … 2.7 s\n```\n")
    assert run_page(page, tmp_path) == []


def test_a_block_whose_title_is_a_file_is_that_file():
    assert Block("python", "a/b.py", "").is_file
    assert not Block("console", "Needs a server", "").is_file
