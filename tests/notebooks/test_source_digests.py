"""Sources of cells: their digest is the same here and in the front end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_repro.notebooks.source_digests import is_ours, source_digest

PAIRS = json.loads(Path(__file__).with_name("source_digests.json").read_text())


@pytest.mark.parametrize("pair", PAIRS, ids=range(len(PAIRS)))
def test_the_digest_is_the_one_that_the_front_end_is_tested_with(pair):
    assert source_digest(pair["source"]) == pair["digest"]


def test_trailing_white_space_does_not_count_and_leading_does():
    assert source_digest("x = 1  \n\n") == source_digest("x = 1") != source_digest(" x = 1")


def test_a_cell_of_our_own_magics_alone_is_ours():
    assert is_ours("%load_ext jupyter_repro\n%repro pin 42")
    assert not is_ours("%repro pin 42\nimport random")
    assert not is_ours("")
