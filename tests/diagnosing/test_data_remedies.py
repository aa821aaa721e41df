"""What is said to have data back."""

from __future__ import annotations

import pytest
from conftest import written

from jupyter_repro.diagnosing.data_remedies import ways_back
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot

DIGEST = "blake3:" + "0" * 64


@pytest.fixture
def way_back(tmp_path, monkeypatch):
    """Answers what is said of one piece of data that a notebook beside nothing has recorded."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    notebook = written(tmp_path / "a.ipynb", "1")

    def asked(name):
        context = Context(data={name: DataFile(DIGEST, 1)})
        made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context)
        return ways_back(notebook, made, "a.ipynb")(name)

    return asked


def test_a_query_that_is_not_asked_any_more_is_no_lost_file(way_back):
    again = "if this is meant, record it again: jupyter repro snapshot a.ipynb"
    assert way_back("sqlite:shop.db#query=7f51819760523a29") == again
