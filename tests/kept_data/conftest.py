"""A cache of its own for each test."""

from __future__ import annotations

import pytest

from jupyter_repro.files.cache_folder import CACHE


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """The cache folder, not there yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE, str(folder))
    return folder
