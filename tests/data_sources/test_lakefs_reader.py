"""What lakefs-spec reads from a stand-in for lakeFS's server, and what is reported of it."""

from __future__ import annotations

import hashlib

import pytest
from lake_server import lake_server

from jupyter_repro.data_sources.lakefs.reader import LakefsReader
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

spec = pytest.importorskip("lakefs_spec.spec")

FIRST, SECOND = b"x\n1\n", b"x\n1\n2\n"
SALES = "lakefs://lake/main/sales.csv"


class Notes:
    """What a data reader tells, and a date that is in force."""

    def __init__(self):
        self.reported, self.asof = [], ""

    def place(self):
        return "a", 1

    def wish(self, name):
        return Wish(asof=moment_of(self.asof), text=self.asof) if self.asof else None

    def unwatched(self, act, *args):
        return act(*args)

    def versioned(self, found, covers=""):
        self.reported.append((found.name, found.version.id, found.version.asof))

    def received(self, uri, digest, size, etag, place):
        self.reported.append((uri, digest))


@pytest.fixture(scope="module")
def lake():
    with lake_server() as running:
        running.ids = [
            running.commit("2026-01-10T12:00:00Z", sales=FIRST),
            running.commit("2026-02-10T12:00:00Z", sales=SECOND),
        ]
        running.staged = {**running.staged, "staged.csv": b"1"}
        yield running


@pytest.fixture
def notes(lake):
    reported = Notes()
    undos = [LakefsReader().start(module, reported) for module in LakefsReader.modules]
    yield reported
    for undo in undos:
        undo()


def opened():
    return spec.LakeFSFileSystem(skip_instance_cache=True, pre_sign=False)


def test_what_is_read_is_noted_with_its_commit(lake, notes):
    with opened().open(SALES) as file:
        assert file.read() == SECOND
    assert notes.reported == [(SALES, lake.ids[1], "")]


@pytest.mark.parametrize("way", ["cat", "get"])
def test_as_of_a_date_the_version_of_that_date_is_read(lake, notes, tmp_path, way):
    notes.asof = "2026-01-11"
    if way == "cat":
        assert opened().cat("lake/main/sales.csv") == FIRST
    else:
        opened().get(SALES, str(tmp_path / "copy"))
        assert (tmp_path / "copy").read_bytes() == FIRST
    assert notes.reported == [(SALES, lake.ids[0], "2026-01-11")]


def test_a_date_before_the_first_version_is_an_error_for_the_notebook(lake, notes):
    notes.asof = "2025-12-31"
    with pytest.raises(NoSuchVersion, match="has no version as of 2025-12-31"):
        opened().cat(SALES)


def test_what_is_only_staged_has_no_version(lake, notes):
    assert opened().cat("lakefs://lake/main/staged.csv") == b"1"
    assert notes.reported == [("lakefs://lake/main/staged.csv", f"etag:{hashlib.md5(b'1').hexdigest()}")]
