"""Data by its address, in a real kernel and without one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import msgspec
import pytest
from conftest import inside, texts, written

import jupyter_repro
from jupyter_repro import data
from jupyter_repro.errors import NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.kept_data import store as kept_data
from jupyter_repro.records.snapshot import DataVersion


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A table that was last changed in 2020, with the working folder beside it."""
    (tmp_path / "orders.csv").write_text("x\n1\n2\n")
    os.utime(tmp_path / "orders.csv", (1577880000, 1577880000))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_opened_at_the_version_it_has(folder):
    found = data.open("orders.csv", asof="2026-01-01")
    assert found.frame().x.tolist() == [1, 2]
    assert found.open().read() == b"x\n1\n2\n"
    assert found.version.time == "2020-01-01T12:00:00Z"


def test_what_is_read_of_a_version_stays_that_version(folder):
    found = data.open("orders.csv")
    path = found.path()
    (folder / "orders.csv").write_text("x\n9\n")
    assert path.read_text() == "x\n1\n2\n"
    with pytest.raises(NoSuchVersion):
        data.open("orders.csv", version=found.version.id)


@pytest.mark.parametrize(
    ("address", "asked", "error", "why"),
    [
        ("nothing.csv", {}, NoSuchData, "there is no nothing.csv"),
        ("gopher://example.org/a", {}, NoSuchData, "nothing here reads gopher: addresses"),
        (
            "orders.csv",
            {"asof": "2019-01-01"},
            NoSuchVersion,
            "was changed at 2020-01-01T12:00:00Z, after 2019-01-01",
        ),
        ("orders.csv", {"asof": "2026-01-01", "version": "1"}, ReproError, "a moment or a version"),
        ("orders.csv", {"asof": "3000-01-01"}, ReproError, "has not come yet"),
    ],
)
def test_what_cannot_be_opened_is_reported_in_a_line(folder, address, asked, error, why):
    with pytest.raises(error, match=why):
        data.open(address, **asked)


def test_a_path_and_a_date_may_be_objects(folder):
    assert data.open(Path("orders.csv"), asof=date(2026, 1, 1)).version.asof == "2026-01-01"


def test_a_version_may_be_named_as_it_is_shown(folder):
    version = data.open("orders.csv").version.id
    kept_data.keep(folder / "orders.csv", version)
    for short in (version[:19], f"{version[:19]}…"):
        assert data.open("orders.csv", version=short).version.id == version
    (folder / "orders.csv").unlink()
    for short in (version[:19], f"{version[:19]}…"):
        assert data.open("orders.csv", version=short).path().read_text() == "x\n1\n2\n"


@pytest.mark.parametrize(
    ("version", "what", "remedy"),
    [
        ("nope", "has no version 'nope'", "%repro data git:orders.csv --version nope"),
        ("blake3:0123456789ab", "neither kept nor in git", "jupyter repro data status"),
    ],
)
def test_a_version_that_never_was_is_not_reported_as_if_it_were_recorded(folder, version, what, remedy):
    with pytest.raises(NoSuchVersion, match=what) as raised:
        data.open("orders.csv", version=version)
    assert raised.value.remedy.endswith(remedy)


def test_a_file_that_is_no_table_has_no_frame(folder):
    (folder / "notes.txt").write_text("x")
    with pytest.raises(ReproError, match=r"notes\.txt is no table"):
        data.open("notes.txt").frame()


def test_a_notebook_that_asks_for_a_date_is_verified_on_what_that_meant(folder, monkeypatch):
    notebook = written(
        folder / "a.ipynb",
        "%load_ext jupyter_repro\n%repro asof 2026-01-01",
        "%repro data orders.csv --as df",
        "%repro data orders.csv --version 1 --as other",
        "int(df.x.sum())",
        "%repro status",
    )
    assert inside("snapshot", notebook).returncode == 3
    cells = msgspec.json.decode(notebook.read_bytes())
    del cells["cells"][2]
    notebook.write_bytes(msgspec.json.encode(cells))
    recorded = jupyter_repro.snapshot(notebook)
    version = recorded.context.data["orders.csv"].version
    assert version == DataVersion(version.id, "2020-01-01T12:00:00Z", "2026-01-01")
    assert texts(notebook)[-2] == "3"
    assert "as of      2026-01-01, what has versions" in texts(notebook)[-1]
    assert jupyter_repro.verify(notebook).status == "identical"
    (folder / "orders.csv").write_text("x\n7\n")
    assert jupyter_repro.verify(notebook).status == "identical"  # it is kept
    monkeypatch.setenv(CACHE, str(folder / "nothing kept"))
    said = inside("verify", notebook).stdout
    assert said.startswith(f"✗ {notebook} failed at [2]: orders.csv has changed since it was recorded")
    assert "→ it cannot be restored" in said
