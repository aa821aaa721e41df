"""A notebook that writes without an end."""

from __future__ import annotations

import pytest
from conftest import inside, tree, written

from jupyter_repro.executing.output_limit import OutputLimit


def test_a_cell_and_a_notebook_have_their_limits():
    limit = OutputLimit(10)
    assert limit.exceeded({"text": "x" * 10}) == ""
    assert "it wrote more than 10 B" in limit.exceeded({"text": "x"})
    limit = OutputLimit(10)
    for _ in range(5):
        limit.begin_cell()
        assert limit.exceeded({"data": {"text/plain": "x" * 10}}) == ""
    limit.begin_cell()
    assert "the notebook wrote more than 50 B" in limit.exceeded({"data": {"text/html": ["x"]}})


@pytest.mark.parametrize("source", ["for n in range(10**8): print('x' * 1000)", "print('x' * 3_000_000)"])
def test_a_cell_that_writes_too_much_is_ended_and_said_to_have(tmp_path, source):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\noutput-limit = '2 MB'\n")
    written(tmp_path / "a.ipynb", source, "print('next')")
    before = tree(tmp_path)
    done = inside("snapshot", "a.ipynb", cwd=tmp_path)
    assert "failed in [1]: it wrote more than 2.0 MB of output" in done.stderr
    assert tree(tmp_path) == before
