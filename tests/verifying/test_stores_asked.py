"""How often a store is asked while a notebook that read from it is verified."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import EntryPoint

import msgspec
import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.errors import NoAccess, NoSuchVersion
from jupyter_repro.extensions import registry
from jupyter_repro.extensions.data import Found
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.snapshot import DataFile, DataVersion
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path

FAILING = "import os\nif not os.path.exists('there'):\n    raise OSError('cannot connect')"


class CountedSource:
    """A data source that counts its questions; its newest version is 3, 1 is gone, and 9 nobody may see."""

    schemes = ("counted",)
    asked: Counter[tuple[str, str]] = Counter()

    def name(self, address, folder):
        return address

    def resolve(self, address, wish, folder):
        version = wish.version or "newest"
        self.asked[address, version] += 1
        if version == "1":
            raise NoSuchVersion(f"{address} has no version 1 any more", "")
        if version == "9":
            raise NoAccess(f"the store of {address} cannot be reached", "see that it answers")
        number = "3" if version == "newest" else version
        return Found(address, f"blake3:{number}", 1, DataVersion(number, asof=wish.text))


@pytest.fixture
def counted(monkeypatch):
    CountedSource.asked.clear()
    ours = EntryPoint("counted", f"{__name__}:CountedSource", "jupyter_repro.data_sources")
    known = registry.registered
    monkeypatch.setattr(
        registry,
        "registered",
        lambda group: (*known(group), *((ours,) if group == "data_sources" else ())),
    )
    return CountedSource.asked


@pytest.fixture
def failing(tmp_path, counted):
    """A notebook that read four versions, and whose cell fails now as if a store were away."""
    (tmp_path / "there").touch()
    notebook = written(tmp_path / "a.ipynb", FAILING)
    jupyter_repro.snapshot(notebook)
    (tmp_path / "there").unlink()
    snapshot = decode_snapshot(snapshot_path(notebook).read_bytes(), "")
    cell = read_notebook(notebook).cells[0]["id"]

    def read(version, asof=""):
        return DataFile(f"blake3:{version}", 1, cell, 1, version=DataVersion(version, asof=asof))

    data = {
        "counted:gone": read("1", "version 1"),
        "counted:kept": read("2", "2026-01-01"),
        "counted:moved": read("2"),
        "counted:away": read("9", "version 9"),
    }
    context = msgspec.structs.replace(snapshot.context, data=data)
    made = msgspec.structs.replace(snapshot, context=context)
    snapshot_path(notebook).write_bytes(encode_snapshot(made))
    return notebook


def test_a_failed_verification_asks_a_store_once_a_version(failing, counted):
    verdict = jupyter_repro.verify(failing)
    assert verdict.status == "failed"
    reported = [cause.what for cause in verdict.root.causes]
    assert "counted:gone has no version 1 any more" in reported
    assert "the store of counted:away cannot be reached" in reported
    assert counted == {
        ("counted:gone", "1"): 1,
        ("counted:kept", "2"): 1,
        ("counted:moved", "newest"): 1,
        ("counted:moved", "2"): 1,
        ("counted:moved", "3"): 1,
        ("counted:away", "9"): 1,
    }
