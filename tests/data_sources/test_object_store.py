"""Stores that tell what was written by a mark, here a file system of fsspec that is kept in memory."""

from __future__ import annotations

import itertools
from importlib import import_module

import pytest

from jupyter_repro.data_sources import fsspec_stores as own_stores
from jupyter_repro.data_sources.object_store import ObjectStoreSource
from jupyter_repro.errors import MissingExtra, NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

MemoryFileSystem = pytest.importorskip("fsspec.implementations.memory").MemoryFileSystem

SALES = "gs://bucket/sales.csv"


class Generations(MemoryFileSystem):
    """Objects whose every writing has a number and a time, as those of Google Cloud Storage have."""

    protocol = ("gs",)
    store: dict = {}
    pseudo_dirs = [""]
    written: dict = {}
    number = itertools.count(1)

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.removeprefix("gs://"))

    def pipe_file(self, path, value, **_):
        super().pipe_file(path, value)
        self.written[self._strip_protocol(path)] = next(self.number)

    def info(self, path, **_):
        about = super().info(path)
        number = self.written.get(self._strip_protocol(path))
        return (
            {**about, "generation": str(number), "updated": f"2026-0{number}-10T12:00:00Z"}
            if number
            else about
        )


@pytest.fixture
def store(monkeypatch):
    monkeypatch.setitem(import_module("fsspec.registry")._registry, "gs", Generations)
    own_stores._opened.cache_clear()
    yield Generations()
    own_stores._opened.cache_clear()
    for kept in (Generations.store, Generations.written):
        kept.clear()
    Generations.number = itertools.count(1)


def resolved(address, **wish):
    return ObjectStoreSource().resolve(address, Wish(**wish), None)


def test_what_lies_there_is_a_version_while_it_is_not_overwritten(store, tmp_path):
    store.pipe("bucket/sales.csv", b"1")
    found = resolved(SALES)
    assert (found.name, found.size, found.version.id, found.version.time) == (
        SALES,
        1,
        "1",
        "2026-01-10T12:00:00Z",
    )
    assert resolved(SALES, asof=moment_of("2026-01-11"), text="2026-01-11").digest == found.digest
    ObjectStoreSource().fetch(SALES, found.version, None, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"1"
    store.pipe("bucket/sales.csv", b"2")
    assert resolved(SALES).digest != found.digest
    with pytest.raises(NoSuchVersion, match=r"sales\.csv was overwritten at 2026-02-10T12:00:00Z"):
        ObjectStoreSource().fetch(SALES, found.version, None, tmp_path / "other")
    with pytest.raises(NoSuchVersion, match="was stored at 2026-02-10T12:00:00Z, after 2026-01-11"):
        resolved(SALES, asof=moment_of("2026-01-11"), text="2026-01-11")


def test_what_is_not_there_is_reported(store):
    with pytest.raises(NoSuchData, match=r"there is no gs://bucket/never\.csv"):
        resolved("gs://bucket/never.csv")


@pytest.mark.skipif(
    bool(pytest.importorskip("importlib.util").find_spec("adlfs")), reason="adlfs is installed"
)
def test_a_library_that_is_not_installed_is_named_with_its_extra():
    own_stores._opened.cache_clear()
    with pytest.raises(MissingExtra, match="adlfs is not installed") as raised:
        resolved("abfs://container/x.csv")
    assert "jupyter-repro[azure]" in raised.value.remedy
