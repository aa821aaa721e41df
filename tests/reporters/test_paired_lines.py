from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_repro.reporters.paired_lines import paired_lines

EXAMPLES = json.loads((Path(__file__).parents[1] / "notebooks" / "paired_lines.json").read_text("utf-8"))
"""Which JupyterLab's extension pairs in its own tests as well."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["what"])
def test_lines_are_paired_as_in_jupyterlab(example):
    found = paired_lines(example["removed"], example["added"])
    assert [list(pair) for pair in found] == example["pairs"]


def test_too_many_lines_are_paired_in_their_order():
    removed, added = [f"a {n}" for n in range(100)], [f"b {n}" for n in range(99)]
    assert next(iter(paired_lines(removed, added))) == ("a 0", "b 0")
