"""What is read through dvc.api of a real repository, and what is reported of it."""

from __future__ import annotations

import hashlib
from importlib import import_module
from types import SimpleNamespace

import pytest
from repositories import committed, git

from jupyter_repro.data_sources.dvc.reader import DvcReader
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

dvc = pytest.importorskip("dvc.repo")
api = pytest.importorskip("dvc.api")

FIRST, SECOND = "x\n1\n", "x\n2\n"


class Notes:
    """What a data reader tells, and a date that is in force."""

    def __init__(self, root):
        self.root, self.reported, self.asof, self.ours = root, [], "", False

    def name_of(self, path):
        return str(path).removeprefix(f"{self.root}/")

    def place(self):
        return "a", 1

    def wish(self, name):
        return Wish(asof=moment_of(self.asof), text=self.asof) if self.asof and not self.ours else None

    def unwatched(self, act, *args):
        before, self.ours = self.ours, True
        try:
            return act(*args)
        finally:
            self.ours = before

    def given(self, value):
        if not self.ours:
            self.reported.append(self.name_of(value))

    def versioned(self, found, covers=""):
        if not self.ours:
            self.reported.append((found.name, found.version.id, found.version.asof))

    def received(self, uri, digest, size, etag, place):
        if not self.ours:
            self.reported.append((uri, digest))


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Two committed versions of raw.csv, which DVC tracks, and of params.csv, which git does."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DVC_SITE_CACHE_DIR", "DVC_GLOBAL_CONFIG_DIR", "DVC_SYSTEM_CONFIG_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        patch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path_factory.mktemp("cache")))
        root = tmp_path_factory.mktemp("repository")
        git(root, "init", "-q", "-b", "main")
        with dvc.Repo.init(str(root)) as repo:
            commits = []
            for number, content in enumerate((FIRST, SECOND), 1):
                for name in ("raw.csv", "params.csv"):
                    (root / name).write_text(content)
                repo.add([str(root / "raw.csv")])
                commits.append(committed(root, f"2026-0{number}-10T12:00:00Z"))
        patch.chdir(root)
        yield SimpleNamespace(root=root, commits=commits)


@pytest.fixture
def notes(repository):
    reported = Notes(repository.root)
    undos = [DvcReader().start(module, reported) for module in DvcReader.modules]
    yield reported
    for undo in undos:
        undo()


def md5(content):
    return hashlib.md5(content.encode()).hexdigest()


def test_what_lies_in_the_work_tree_is_a_file_that_is_read(repository, notes):
    assert api.read("raw.csv") == SECOND
    assert notes.reported == ["raw.csv"]


def test_what_is_read_as_of_a_commit_has_its_version(repository, notes):
    first = repository.commits[0]
    with api.open("raw.csv", rev=first) as file:
        assert file.read() == FIRST
    assert api.read("params.csv", rev=first) == FIRST
    said = f"version {first}"
    assert notes.reported == [("dvc:raw.csv", md5(FIRST), said), ("git:params.csv", first, said)]


def test_as_of_a_date_the_version_of_that_date_is_read(repository, notes, tmp_path):
    notes.asof = "2026-01-11"
    assert api.read("raw.csv") == FIRST
    store = api.DVCFileSystem()
    store.get("raw.csv", str(tmp_path / "copy"))
    assert (tmp_path / "copy").read_text() == FIRST
    assert store.read_text("params.csv") == FIRST
    raw = ("dvc:raw.csv", md5(FIRST), "2026-01-11")
    assert notes.reported == [raw, raw, ("git:params.csv", repository.commits[0], "2026-01-11")]


def test_the_address_of_data_is_noted_with_the_version_that_it_is_of(repository, notes):
    # the name in dvc.api was bound before the reader was started, which in a kernel it never is
    assert md5(FIRST)[2:] in import_module("dvc.api.data").get_url("raw.csv", rev=repository.commits[0])
    assert notes.reported == [("dvc:raw.csv", md5(FIRST), f"version {repository.commits[0]}")]


def test_what_lies_in_a_repository_elsewhere_is_named_by_it(repository, notes, tmp_path):
    clone = tmp_path / "clone.git"
    git(repository.root, "clone", "-q", "--bare", ".", str(clone))
    assert api.read("params.csv", repo=clone.as_uri()) == SECOND
    ((uri, _),) = notes.reported
    assert uri.startswith("dvc+file://")
    assert uri.endswith("clone.git#params.csv")


def test_an_error_of_dvc_is_its_own(repository, notes):
    with pytest.raises(FileNotFoundError):
        api.DVCFileSystem().read_text("never.csv")
    assert not notes.reported
