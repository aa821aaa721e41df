from __future__ import annotations

import hashlib
import os
import shutil
from types import SimpleNamespace

import pytest
from conftest import written
from repositories import committed, git

from jupyter_repro.collectors import files
from jupyter_repro.collectors.data_versions import why_gone_here
from jupyter_repro.collectors.files import DataCollector
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.data_sources.dvc.source import DvcSource
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.records.data_use import DataUse, FileRead, FolderRead
from jupyter_repro.records.snapshot import Context, DataVersion, Snapshot
from jupyter_repro.restoring.restoration import restored
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.assembly import NotebookSite

dvc = pytest.importorskip("dvc.repo")

DAYS = ["2026-01-10T12:00:00+01:00", "2026-02-10T12:00:00+01:00", "2026-03-10T12:00:00+01:00"]
CONTENTS = [b"x\n1\n", b"x\n1\n2\n", b"x\n3\n"]


def md5(content):
    return hashlib.md5(content).hexdigest()


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """DVC's own folders, of this test only."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DVC_SITE_CACHE_DIR", "DVC_GLOBAL_CONFIG_DIR", "DVC_SYSTEM_CONFIG_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        yield


@pytest.fixture(scope="module")
def original(tmp_path_factory, environ):
    """Three committed versions of data/raw.csv, of the folder parts and of what a pipeline makes; all are pushed."""
    root = tmp_path_factory.mktemp("dvc") / "repository"
    (root / "data").mkdir(parents=True)
    (root / "parts" / "deep").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    with dvc.Repo.init(str(root)) as repo:
        with repo.config.edit() as config:
            config["remote"]["store"] = {"url": str(root.parent / "remote")}
            config["core"]["remote"] = "store"
        for number, (day, content) in enumerate(zip(DAYS, CONTENTS, strict=True)):
            (root / "data" / "raw.csv").write_bytes(content)
            (root / "parts" / "deep" / f"{number}.csv").write_bytes(content)
            repo.add([str(root / "data" / "raw.csv"), str(root / "parts")])
            if number == 0:
                made = {"cmd": "cp data/raw.csv made.csv", "deps": ["data/raw.csv"], "outs": ["made.csv"]}
                with pytest.MonkeyPatch.context() as patch:
                    patch.chdir(root)
                    repo.run(name="make", **made)
            repo.push()
            commit = committed(root, day)
    return SimpleNamespace(root=root, remote=root.parent / "remote", commit=commit)


@pytest.fixture
def project(original, tmp_path):
    """A copy, to be damaged."""
    shutil.copytree(original.root.parent, tmp_path / "dvc", symlinks=True)
    root = tmp_path / "dvc" / "repository"
    config = root / ".dvc" / "config"
    config.write_text(config.read_text().replace(str(original.remote), str(root.parent / "remote")))
    return SimpleNamespace(root=root, remote=root.parent / "remote", cache=root / ".dvc" / "cache")


def asof(text):
    return Wish(asof=moment_of(text), text=text)


@pytest.mark.parametrize(
    ("wanted", "number"), [("2026-02-10T11:59+01:00", 0), ("2026-02-10", 1), ("2026-09-01", 2)]
)
def test_as_of_a_moment_a_file_is_what_its_dvc_file_said_then(original, tmp_path, wanted, number):
    found = DvcSource().resolve("dvc:data/raw.csv", asof(wanted), original.root)
    assert (found.name, found.digest) == ("dvc:data/raw.csv", f"md5:{md5(CONTENTS[number])}")
    assert (found.version.id, found.version.asof) == (md5(CONTENTS[number]), wanted)
    assert found.version.time[:10] == DAYS[number][:10]
    DvcSource().fetch("dvc:data/raw.csv", found.version, original.root, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == CONTENTS[number]


def test_the_newest_is_what_is_tracked_whatever_lies_there(project):
    (project.root / "data" / "raw.csv").write_bytes(b"not added")
    found = named_source("raw.csv", project.root / "data").source.resolve(
        "raw.csv", Wish(), project.root / "data"
    )
    assert (found.name, found.size) == ("dvc:raw.csv", len(CONTENTS[2]))
    assert found.version == DataVersion(md5(CONTENTS[2]), "2026-03-10T11:00:00Z")


def test_a_folder_is_fetched_as_it_was(original, tmp_path):
    found = DvcSource().resolve("dvc:parts", asof("2026-02-11"), original.root)
    assert found.version.id.endswith(".dir")
    DvcSource().fetch("dvc:parts", found.version, original.root, tmp_path / "copy")
    assert {path.name: path.read_bytes() for path in (tmp_path / "copy").rglob("*.csv")} == {
        "0.csv": CONTENTS[0],
        "1.csv": CONTENTS[1],
    }


def test_a_file_in_a_tracked_folder_and_an_output_of_a_pipeline_have_versions_too(original, tmp_path):
    for path, content in (("parts/deep/1.csv", CONTENTS[1]), ("made.csv", CONTENTS[0])):
        source = named_source(path, original.root).source
        found = source.resolve(path, Wish(), original.root)
        assert (found.name, found.version.id, found.size) == (f"dvc:{path}", md5(content), len(content))
    assert not DvcSource().recognises(original.root / "data" / "raw.csv.dvc")
    assert not DvcSource().recognises(tmp_path / "elsewhere.csv")


def test_a_commit_or_tag_names_a_version(original):
    git(original.root, "tag", "--force", "v2", "HEAD~1")
    wish = Wish(version="v2", text="version v2")
    found = DvcSource().resolve("dvc:data/raw.csv", wish, original.root)
    assert found.version == DataVersion(md5(CONTENTS[1]), "2026-02-10T11:00:00Z", "version v2")


def test_what_is_not_in_the_cache_any_more_is_taken_from_the_remote(project, tmp_path):
    shutil.rmtree(project.cache)
    for address, held in (("dvc:data/raw.csv", CONTENTS[0]), ("dvc:parts", CONTENTS[0])):
        found = DvcSource().resolve(address, asof("2026-01-11"), project.root)
        DvcSource().fetch(address, found.version, project.root, tmp_path / found.version.id)
        copy = tmp_path / found.version.id
        assert (copy / "deep" / "0.csv" if copy.is_dir() else copy).read_bytes() == held
    assert not project.cache.exists() or not list(project.cache.rglob(md5(CONTENTS[0])[2:]))


def test_what_is_nowhere_is_reported_with_the_nearest_that_is_available(project):
    shutil.rmtree(project.cache)
    for number in (0, 1):
        (project.remote / "files" / "md5" / md5(CONTENTS[number])[:2] / md5(CONTENTS[number])[2:]).unlink()
    words = (
        rf"raw\.csv: its DVC object {md5(CONTENTS[0])[:10]} is neither in the cache nor in the remote store"
    )
    with pytest.raises(NoSuchVersion, match=words) as raised:
        DvcSource().resolve("dvc:data/raw.csv", asof("2026-01-11"), project.root)
    assert raised.value.remedy == (
        "the nearest that is available, of 2026-03-10T11:00:00Z, is read with: "
        f"%repro data dvc:data/raw.csv --version {md5(CONTENTS[2])}"
    )


def test_a_file_whose_folders_list_is_lost_is_reported(project):
    for listing in (project.root.parent).rglob("*.dir"):
        listing.unlink()
    with pytest.raises(NoSuchVersion, match=r"2\.csv: the DVC object that lists .* nor in the remote store"):
        DvcSource().resolve("dvc:parts/deep/2.csv", Wish(), project.root)


def test_nobody_is_asked_to_push_where_no_remote_is_set(project):
    shutil.rmtree(project.cache)
    (project.root / ".dvc" / "config").write_text("")
    (project.root / "made.csv").unlink()
    with pytest.raises(NoSuchVersion, match="is not in the cache") as raised:
        DvcSource().resolve("dvc:made.csv", Wish(), project.root)
    assert raised.value.remedy.startswith("no remote is set")


@pytest.mark.parametrize("name", ["dvc:data/raw.csv", "data/raw.csv"])
def test_what_is_in_no_cache_and_no_remote_is_not_said_to_be_in_its_store(project, name):
    version = DataVersion(md5(CONTENTS[0]))
    assert not why_gone_here(name, version, project.root)
    shutil.rmtree(project.cache)
    assert not why_gone_here(name, version, project.root)
    shutil.rmtree(project.remote)
    assert f"its DVC object {version.id[:10]} is neither in the cache" in why_gone_here(
        name, version, project.root
    )


def test_what_lies_in_the_work_tree_is_taken_where_it_is_that_version(project, tmp_path):
    shutil.rmtree(project.cache)
    shutil.rmtree(project.remote)
    found = DvcSource().resolve("dvc:parts", Wish(), project.root)
    DvcSource().fetch("dvc:parts", found.version, project.root, tmp_path / "copy")
    assert len(list((tmp_path / "copy").rglob("*.csv"))) == 3


def test_a_damaged_object_is_not_passed_off_as_the_version(project, tmp_path):
    held = project.cache / "files" / "md5" / md5(CONTENTS[0])[:2] / md5(CONTENTS[0])[2:]
    held.chmod(0o644)
    held.write_bytes(b"other")
    with pytest.raises(NoSuchVersion, match="damaged"):
        DvcSource().fetch("dvc:data/raw.csv", DataVersion(md5(CONTENTS[0])), project.root, tmp_path / "copy")


def test_what_lies_there_has_a_version_only_while_it_is_what_was_added(project):
    path, folder = project.root / "data" / "raw.csv", project.root / "parts"
    within = folder / "deep" / "1.csv"
    found = DvcSource().versions([path, project.root / "nothing.csv", folder, within])
    assert found[path] == DataVersion(md5(CONTENTS[2]), "2026-03-10T11:00:00Z")
    assert (found[within].id, found[folder].id[-4:]) == (md5(CONTENTS[1]), ".dir")
    for place in (path, within):
        place.chmod(0o644)
        place.write_bytes(b"changed")
    assert not DvcSource().versions([path, folder, within])


def test_a_file_that_was_read_by_its_path_is_brought_back_from_the_cache(project):
    root, notebook = project.root, written(project.root / "a.ipynb", "open('data/raw.csv')")
    for place in (root / "data" / "raw.csv", root / "parts" / "deep" / "1.csv"):
        os.utime(place, (1e9, 1e9))
    use = DataUse(
        files=(FileRead(str(root / "data" / "raw.csv")),),
        folders=(FolderRead(str(root / "parts"), whole=True),),
    )
    data = DataCollector().collect(NotebookSite(root, notebook, {}, use))
    assert data["data/raw.csv"].digest == digest_bytes(CONTENTS[2])
    assert data["data/raw.csv"].version.id == md5(CONTENTS[2])
    snapshot = Snapshot("a.ipynb", "2026-06-01T00:00:00Z", "python3", "python", (), Context(data=data))
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))
    (root / "data" / "raw.csv").unlink()
    (root / "parts" / "deep" / "1.csv").unlink()
    changes = DataCollector().changes(data, files.current(data, Availability(root)))
    assert {change.name: change.found for change in changes} == {
        "data/raw.csv": "missing",
        "parts/deep/1.csv": "missing",
    }
    lines, complete = restored(notebook, data=True, code=False)
    assert complete, lines
    assert (root / "data" / "raw.csv").read_bytes() == CONTENTS[2]
    assert (root / "parts" / "deep" / "1.csv").read_bytes() == CONTENTS[1]
    assert "✓ data/raw.csv is back, from its dvc store" in "\n".join(lines)


@pytest.mark.parametrize(
    ("address", "wish", "error", "words"),
    [
        (
            "dvc:data/raw.csv",
            asof("2025-12-31"),
            NoSuchVersion,
            r"raw\.csv\.dvc as of 2025-12-31: the first is",
        ),
        ("dvc:data/raw.csv", Wish(version="nothing"), NoSuchVersion, "git has no commit nothing"),
        (
            "dvc:data/raw.csv",
            Wish(version="0" * 32),
            NoSuchVersion,
            "object 0000000000 is neither in the cache",
        ),
        ("dvc:data/raw.csv.dvc", Wish(), NoSuchData, r"DVC does not track raw\.csv\.dvc"),
        ("dvc:nowhere/x.csv", Wish(), NoSuchData, r"DVC does not track x\.csv"),
    ],
)
def test_what_dvc_does_not_have_is_reported(original, address, wish, error, words):
    with pytest.raises(error, match=words):
        DvcSource().resolve(address, wish, original.root)


def test_outside_dvc_there_is_no_version(tmp_path):
    with pytest.raises(NoSuchData, match="in no DVC repository"):
        DvcSource().resolve("dvc:x.csv", Wish(), tmp_path)


def test_the_digest_of_what_is_fetched_is_that_of_the_plain_file(original, tmp_path):
    found = DvcSource().resolve("dvc:data/raw.csv", Wish(), original.root)
    DvcSource().fetch("dvc:data/raw.csv", found.version, original.root, tmp_path / "copy")
    plain = named_source("copy", tmp_path).source.resolve("copy", Wish(), tmp_path)
    assert plain.digest == digest_bytes(CONTENTS[2])
