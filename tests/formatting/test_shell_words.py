"""Paths in the commands that are reported."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import jupyter_repro
from jupyter_repro.formatting.shell_words import shell_word


@pytest.mark.parametrize(
    "path", ["my nb ü.ipynb", "it's.ipynb", "$HOME.ipynb", "a;b.ipynb", "two\nlines.ipynb"]
)
def test_a_path_is_one_word_for_a_shell(path):
    assert shlex.split(f"jupyter repro verify {shell_word(path)}") == ["jupyter", "repro", "verify", path]


@pytest.mark.parametrize("path", ["a.ipynb", "work/a-b_c.ipynb", "s3://bucket/a.ipynb", "models:/churn/3"])
def test_a_path_that_a_shell_leaves_alone_stays_as_it_is(path):
    assert shell_word(path) == path


def test_a_name_that_begins_with_a_dash_is_no_option():
    assert shell_word("-v.ipynb") == "./-v.ipynb"


def test_no_command_is_reported_with_a_path_as_it_is():
    """A name in braces right behind a command of ours is a path, unless it is made of shell's words already."""
    bare = re.compile(
        r"jupyter repro \w+ (?:--[\w-]+ )*\{(?!shell_word|\})[^}]*(?<!:q)\}"
    )  # :q quotes in Snakemake
    package = Path(jupyter_repro.__file__).parent
    reported = {path.name: bare.findall(path.read_text(encoding="utf-8")) for path in package.rglob("*.py")}
    assert not {name: found for name, found in reported.items() if found}
