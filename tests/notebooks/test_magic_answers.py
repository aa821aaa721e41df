"""What is not of the notebook but of us."""

from __future__ import annotations

import pytest

from jupyter_repro.notebooks.magic_answers import without_answers

LOADED = "The jupyter_repro extension is already loaded. To reload it, use:\n  %reload_ext jupyter_repro\n"


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.mark.parametrize("text", [LOADED, LOADED.splitlines(keepends=True)])
def test_that_the_extension_was_loaded_before_is_no_output(text):
    assert list(without_answers([stream(text)])) == []


def test_what_the_cell_prints_beside_it_is():
    assert list(without_answers([stream(f"a\n{LOADED}b\n")])) == [stream("a\nb\n")]


def test_what_another_extension_says_is():
    other = stream(LOADED.replace("jupyter_repro", "autoreload"))
    assert list(without_answers([other])) == [other]
