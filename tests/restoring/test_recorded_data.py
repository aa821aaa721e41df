"""Recorded data brought back into its place, from a real repository."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import delta_tables
import msgspec
import pytest
from conftest import tree, written
from repositories import git

from jupyter_repro.collectors.files import DataCollector
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.diagnosing.data_remedies import ways_back
from jupyter_repro.digest import digest_bytes, digest_file
from jupyter_repro.errors import NoSuchData, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.putting import keep
from jupyter_repro.kept_data.references import references
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.transfer import push
from jupyter_repro.records.data_use import DataUse, FileRead, FolderRead
from jupyter_repro.records.snapshot import Context, DataFile, DataVersion, GitState, Snapshot
from jupyter_repro.restoring.recorded_data import data_into, lost_versions
from jupyter_repro.restoring.restoration import recorded_snapshot, restored
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.assembly import NotebookSite

DIGEST_OF_A = digest_bytes(b"a")
WHO = ("-c", "user.name=a", "-c", "user.email=a@b")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path):
    """A notebook that read a file and a folder, committed; recorded an hour ago as far as files can tell."""
    root = tmp_path / "project"
    notebook = written(root / "a.ipynb", "open('sales.csv')")
    (root / "parts").mkdir()
    for name, content in {"sales.csv": "1", "parts/1.csv": "a", "parts/2.csv": "b"}.items():
        (root / name).write_text(content)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "all")
    record(notebook, FileRead(str(root / "sales.csv")), FolderRead(str(root / "parts"), whole=True))
    return SimpleNamespace(root=root, notebook=notebook, sales=root / "sales.csv", parts=root / "parts")


def record(notebook: Path, *reads, **data):
    """A snapshot beside the notebook of what it read."""
    use = DataUse(
        files=tuple(each for each in reads if isinstance(each, FileRead)),
        folders=tuple(each for each in reads if isinstance(each, FolderRead)),
    )
    found = DataCollector().collect(NotebookSite(notebook.parent, notebook, os.environ, use))
    commit = git(notebook.parent, "rev-parse", "HEAD")
    context = Context(data={**found, **data}, git=GitState(commit=commit))
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context)
    snapshot_path(notebook).write_bytes(encode_snapshot(made))


def reported(project, **wishes):
    lines, complete = restored(project.notebook, data=True, code=False, **wishes)
    return "\n".join(lines), complete


def test_what_is_gone_comes_back_and_what_is_there_is_left_alone(project):
    project.sales.unlink()
    (project.parts / "1.csv").unlink()
    said, complete = reported(project)
    assert complete
    assert "✓ sales.csv is back, from git's commit" in said
    assert "✓ parts/1.csv is back" in said
    assert (project.sales.read_text(), (project.parts / "1.csv").read_text()) == ("1", "a")
    assert reported(project) == ("✓ parts/ is as it was recorded\n✓ sales.csv is as it was recorded", True)


def test_what_was_changed_after_the_snapshot_is_replaced_by_force_only_and_kept(project):
    project.sales.write_text("later")
    before = tree(project.root)
    said, complete = reported(project)
    assert not complete
    assert "✗ sales.csv was changed at 20" in said
    assert "--force" in said
    assert tree(project.root) == before
    said, complete = reported(project, force=True)
    assert complete
    assert "the one that was there is sales.csv.before-restore now" in said
    assert (project.sales.read_text(), (project.root / "sales.csv.before-restore").read_text()) == (
        "1",
        "later",
    )


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_place_of_a_file_is_to_be_moved_away_by_hand(project, force):
    project.sales.unlink()
    project.sales.mkdir()
    said, complete = reported(project, force=force)
    assert not complete
    assert (
        "✗ sales.csv is a folder here, and was a file when it was recorded\n  → move it away by hand" in said
    )
    way_back = ways_back(project.notebook, recorded_snapshot(project.notebook), "a.ipynb")("sales.csv")
    assert way_back.startswith("it is a folder here")
    assert "move that away by hand, then restore it from git's commit" in way_back


def test_a_file_in_the_place_of_a_folder_is_to_be_moved_away_by_hand(project):
    shutil.rmtree(project.parts)
    project.parts.write_text("x")
    said, _ = reported(project, force=True)
    assert said.splitlines()[:2] == [
        "✗ parts/ was a folder when it was recorded, and parts is a file here",
        "  → move it away by hand, then restore it again",
    ]
    record(project.notebook, FileRead(str(project.sales)), **{"parts/1.csv": DataFile(DIGEST_OF_A, 1)})
    said, _ = reported(project, force=True)
    assert "✗ parts/1.csv belongs into a folder, and parts is a file here" in said


def test_what_may_not_be_read_is_not_said_to_be_restored(project, monkeypatch):
    monkeypatch.setattr("jupyter_repro.diagnosing.data_remedies.os.access", lambda *_: False)
    monkeypatch.chdir(project.root)
    project.sales.write_text("another")
    way_back = ways_back(project.notebook, recorded_snapshot(project.notebook), "a.ipynb")("sales.csv")
    assert way_back == "see who may read it with: ls -l sales.csv"


def test_the_command_that_a_verification_tells_works_as_it_stands(project):
    snapshot = recorded_snapshot(project.notebook)

    def command():
        words = ways_back(project.notebook, snapshot, "a.ipynb")("sales.csv")
        assert words.startswith("restore it from git's commit ")
        return words.removeprefix("restore it from git's commit ")[12:]

    project.sales.write_text("later")
    assert command() == ", and keep this one beside it, with: jupyter repro restore a.ipynb --data --force"
    os.utime(project.sales, (1e9, 1e9))
    assert command() == " with: jupyter repro restore a.ipynb --data"
    project.sales.write_text("")
    assert command() == " with: jupyter repro restore a.ipynb --data"
    project.sales.unlink()
    assert command() == " with: jupyter repro restore a.ipynb --data"


def test_what_was_changed_before_the_snapshot_was_recorded_needs_no_force(project):
    project.sales.write_text("of old")
    os.utime(project.sales, (1e9, 1e9))
    assert reported(project)[1]
    assert project.sales.read_text() == "1"


def test_an_empty_file_has_nothing_that_only_force_may_replace(project):
    project.sales.write_text("")
    said, complete = reported(project)
    assert complete
    assert said.startswith("✓ parts/ is as it was recorded\n✓ sales.csv is back, from git's commit")
    assert project.sales.read_text() == "1"


def test_a_new_file_in_a_folder_that_is_read_whole_is_set_aside_by_force(project):
    (project.parts / "3.csv").write_text("c")
    said, complete = reported(project)
    assert not complete
    assert "✗ parts/3.csv was not there when the notebook was recorded" in said
    said, complete = reported(project, force=True)
    assert complete
    assert tree(project.root / "parts.before-restore") == {"3.csv": b"c"}
    assert sorted(tree(project.parts)) == ["1.csv", "2.csv"]


def test_a_file_of_a_folder_that_is_read_whole_is_kept_beside_the_folder_where_nobody_reads_it(project):
    (project.parts / "1.csv").write_text("changed")
    said, complete = reported(project, force=True)
    assert complete
    assert "the one that was there is parts.before-restore/1.csv now" in said
    assert tree(project.root / "parts.before-restore") == {"1.csv": b"changed"}
    assert sorted(tree(project.parts)) == ["1.csv", "2.csv"]


def large(project):
    """The folder as a snapshot has it that has too many files to be named."""
    context = recorded_snapshot(project.notebook).context
    parts = context.data["parts/"]
    unnamed = msgspec.structs.replace(parts, folder=msgspec.structs.replace(parts.folder, files={}))
    made = Snapshot(
        "a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data={"parts/": unnamed})
    )
    snapshot_path(project.notebook).write_bytes(encode_snapshot(made))
    return made


def test_a_folder_with_too_many_files_to_be_named_is_known_by_itself_or_by_what_is_kept(project, tmp_path):
    made = large(project)
    assert reported(project) == ("✓ parts/ is as it was recorded", True)
    assert list(data_into(project.notebook, made, tmp_path / "copy", WritableFolder(tmp_path, "it"))) == []
    assert sorted(tree(tmp_path / "copy" / "parts")) == ["1.csv", "2.csv"]
    shutil.rmtree(project.root / ".git")
    keep_snapshot(project.notebook, made)
    (project.parts / "1.csv").unlink()
    (project.parts / "3.csv").write_text("new")
    assert reported(project, force=True)[1]
    assert tree(project.parts) == {"1.csv": b"a", "2.csv": b"b"}


def test_a_large_folder_that_was_changed_and_is_not_kept_is_reported(project, tmp_path):
    made = large(project)
    (project.parts / "1.csv").unlink()
    assert (
        "✗ parts/ was changed, and has too many files for the snapshot to name them" in reported(project)[0]
    )
    lost = data_into(project.notebook, made, tmp_path / "copy", WritableFolder(tmp_path, "it"))
    assert [each.name for each in lost] == ["parts/"]


def test_what_nobody_has_any_more_is_reported_with_the_nearest_version(project):
    git(project.root, "rm", "-q", "--cached", "sales.csv")
    project.sales.write_text("never committed")
    record(project.notebook, FileRead(str(project.sales)))
    project.sales.write_text("newer")
    gone = "✗ sales.csv cannot be restored as it was recorded: it is not kept and git has no version"
    said, complete = reported(project)
    assert not complete
    assert gone in said
    assert "--force" not in said
    project.sales.unlink()
    said, complete = reported(project)
    assert not complete
    assert gone in said
    assert "→ the nearest version is the one of git's commit" in said
    assert not project.sales.exists()


def test_what_came_from_elsewhere_is_reported(project):
    record(project.notebook, **{"https://example.org/a.csv": DataFile("blake3:" + "0" * 64, 1)})
    assert reported(project) == (
        "✗ https://example.org/a.csv came from elsewhere and is not kept\n  → ask whoever has it",
        False,
    )


def test_a_query_comes_back_with_the_file_of_its_database(project):
    asked = {
        f"{database}#query=7f51819760523a29": DataFile("blake3:" + "0" * 64, 20) for database in DATABASES
    }
    record(project.notebook, FileRead(str(project.sales)), **asked)
    project.sales.unlink()
    said, complete = reported(project)
    assert complete
    assert said.startswith("✓ sales.csv is back, from git's commit")
    assert "#query=" not in said
    server = "postgresql://host/shop#query=7f51819760523a29"
    record(project.notebook, **{server: DataFile("blake3:" + "0" * 64, 20)})
    assert reported(project)[0].startswith(f"✗ {server} came from elsewhere")


def test_a_database_that_the_notebook_makes_itself_is_neither_brought_back_nor_lost(project):
    record(project.notebook, **{"sqlite:made.db#query=7f51819760523a29": DataFile("blake3:" + "0" * 64, 20)})
    assert reported(project) == ("", True)
    assert list(lost_versions(project.notebook, recorded_snapshot(project.notebook))) == []


DATABASES = ("sqlite:sales.csv", "duckdb:///sales.csv")
"""One file, as SQLite's own library and as SQLAlchemy name it."""


def test_data_and_code_are_asked_for_by_name(project):
    with pytest.raises(ReproError, match="say what to bring back"):
        restored(project.notebook, data=False, code=False)
    snapshot_path(project.notebook).unlink()
    with pytest.raises(ReproError, match="it has no snapshot"):
        restored(project.notebook, data=True, code=False)


def test_a_file_stays_whole_where_its_way_back_fails_in_the_middle(project, monkeypatch):
    from jupyter_repro.recovery import sources as recover

    def fails(_version):
        yield b"1"
        raise OSError(28, "No space left on device")

    project.sales.write_text("now")
    monkeypatch.setattr(recover, "content_of", fails)
    before = tree(project.root)
    said, complete = reported(project, force=True)
    assert not complete
    assert "no space left on the device" in said
    assert tree(project.root) == before


def test_the_snapshot_says_when_a_file_counts_as_newer(project):
    later = msgspec.json.decode(snapshot_path(project.notebook).read_bytes())
    later["recorded"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))
    snapshot_path(project.notebook).write_bytes(msgspec.json.encode(later))
    project.sales.write_text("before the snapshot")
    assert reported(project)[1]


def test_a_table_that_was_made_anew_has_other_data_in_the_recorded_version(project):
    delta_tables.made(project.root / "orders")
    name = "delta:orders"
    then = named_source(name, project.root).source.resolve(name, Wish(version="1"), project.root)
    record(project.notebook, **{name: DataFile(then.digest, then.size, version=then.version)})
    snapshot = recorded_snapshot(project.notebook)
    assert list(lost_versions(project.notebook, snapshot)) == []
    shutil.rmtree(project.root / "orders")
    delta_tables.made(project.root / "orders")
    (lost,) = lost_versions(project.notebook, snapshot)
    assert lost.said == "holds other data in version 1 than when it was recorded"
    assert "record it again" in ways_back(project.notebook, snapshot)(name)


def test_a_database_is_read_as_of_that_date_unless_earlier_rows_were_changed(project):
    database = project.root / "shop.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE t (x, at TEXT)")
        connection.execute("INSERT INTO t VALUES (1, '2026-01-01')")
    name, moment = "sqlite:///shop.db#t@at", "2026-01-01T23:59:59Z"
    source = named_source(name, project.root).source
    found = source.resolve(name, Wish(version=moment, text="2026-01-01"), project.root)
    record(project.notebook, **{name: DataFile(found.digest, found.size, version=found.version)})
    assert reported(project) == (
        f"✓ {name} can be read in version {moment}, as the notebook asks for it",
        True,
    )
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE t SET x = 2")
    said, complete = reported(project)
    assert f"✗ {name} holds other data in version {moment} than when it was recorded" in said
    assert not complete


def test_a_database_that_was_only_asked_comes_from_git_by_hand_where_its_file_is_gone(project, monkeypatch):
    monkeypatch.chdir(project.root)
    database, name = project.root / "my shop.db", "sqlite:///my shop.db#t@at"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE t (x, at TEXT)")
    git(project.root, "add", "-A")
    git(project.root, *WHO, "commit", "-qm", "shop")
    moment = DataVersion("2026-01-01T23:59:59Z", asof="2026-01-01")
    record(project.notebook, **{name: DataFile("blake3:" + "0" * 64, 1, version=moment)})
    snapshot = recorded_snapshot(project.notebook)
    commit = git(project.root, "rev-parse", "HEAD")[:12]
    source = f"restore it from git's commit {commit} with: git restore --source={commit} -- 'my shop.db'"
    for empty in (False, True):
        database.write_bytes(b"") if empty else database.unlink()
        assert reported(project) == (f"✗ {name} cannot be asked: there is no my shop.db\n  → {source}", False)
        assert ways_back(project.notebook, snapshot, "a.ipynb")(name) == source
        assert [each.remedy for each in lost_versions(project.notebook, snapshot)] == [source]
    monkeypatch.chdir(project.root.parent)
    assert f"with: git -C project restore --source={commit} -- 'my shop.db'" in reported(project)[0]
    git(project.root.parent, "-C", "project", "restore", f"--source={commit}", "--", "my shop.db")
    assert ways_back(project.notebook, snapshot, "a.ipynb")(name) == ""
    assert list(lost_versions(project.notebook, snapshot)) == []


def test_a_database_that_nobody_has_is_to_be_brought_back_from_where_it_came_from(project):
    name, moment = "sqlite:///other.db#t@at", DataVersion("2026-01-01T23:59:59Z", asof="2026-01-01")
    record(project.notebook, **{name: DataFile("blake3:" + "0" * 64, 1, version=moment)})
    assert reported(project)[0].endswith("\n  → bring other.db back from where it came from")
    assert list(lost_versions(project.notebook, recorded_snapshot(project.notebook))) == []


def test_a_deleted_object_whose_version_is_still_there_has_a_command_to_run_on_it(project, monkeypatch):
    from jupyter_repro.data_sources import availability
    from jupyter_repro.restoring import restored_table

    name = "s3://b/s.csv"

    def resolve(_address, wish, _folder):
        if not wish.version:
            raise NoSuchData("was deleted at noon", "the newest still there: --version v1", subject=name)
        return SimpleNamespace(digest="etag:1")

    store = SimpleNamespace(source=SimpleNamespace(schemes=("s3",), resolve=resolve))
    for asking in (restored_table, availability):
        monkeypatch.setattr(asking, "named_source", lambda _address, _folder: store)
    record(project.notebook, **{name: DataFile("etag:1", 1, version=DataVersion("v1"))})
    said, complete = reported(project)
    assert not complete
    assert f"✗ {name} was deleted at noon; version v1 is still there" in said
    assert f"with: jupyter repro verify --recorded-data {project.notebook}" in said


@pytest.fixture
def elsewhere(project, tmp_path):
    """A file that git does not have, and that only the project's remote has; the folder of the remote."""
    file = project.root / "big.csv"
    file.write_text("big")
    record(project.notebook, FileRead(str(file)))
    keep(file, digest_file(file))
    (project.root / "pyproject.toml").write_text("[tool.jupyter-repro.data]\nremote = '../remote'\n")
    push(references(recorded_snapshot(project.notebook).context.data), remote_at(str(tmp_path / "remote")))
    shutil.rmtree(tmp_path / "cache")
    file.unlink()
    return tmp_path / "remote"


def test_what_only_the_remote_has_is_restored_from_there_as_a_verification_says(project, elsewhere):
    snapshot = recorded_snapshot(project.notebook)
    words = ways_back(project.notebook, snapshot, "a.ipynb")("big.csv")
    assert words == "restore it from the remote with: jupyter repro restore a.ipynb --data"
    assert reported(project) == ("✓ big.csv is back, from the remote", True)


def test_a_remote_that_does_not_have_it_was_looked_at(project, elsewhere):
    shutil.rmtree(elsewhere)
    elsewhere.mkdir()
    words = ways_back(project.notebook, recorded_snapshot(project.notebook), "a.ipynb")("big.csv")
    assert "git has no version with its digest and the remote does not have it" in words


def test_of_a_remote_that_may_be_far_away_a_verification_says_that_it_may_be_there(project, elsewhere):
    settings = project.root / "pyproject.toml"
    settings.write_text("[tool.jupyter-repro.data]\nremote = 's3://bucket/kept'\n")
    words = ways_back(project.notebook, recorded_snapshot(project.notebook), "a.ipynb")("big.csv")
    command = "jupyter repro restore a.ipynb --data"
    assert words == f"it may be in s3://bucket/kept; restore it from there with: {command}"


def test_what_is_lost_is_said_item_by_item_before_anything_is_written(project):
    folder, gone = project.root, project.root / "gone.csv"
    delta_tables.made(folder / "t", versions=2)
    then = named_source("delta:t", folder).source.resolve("delta:t", Wish(version="0"), folder)
    gone.write_text("never committed, never kept")
    reads = (FileRead(str(project.sales)), FileRead(str(gone)))
    record(project.notebook, *reads, **{"delta:t": DataFile(then.digest, then.size, version=then.version)})
    delta_tables.appended(folder / "t", 7, mode="overwrite")
    delta_tables.vacuumed(folder / "t")
    gone.unlink()
    project.sales.unlink()
    said = []
    _, whole = restored(
        project.notebook,
        data=True,
        code=False,
        force=True,
        say=lambda line: said.append((line, project.sales.exists())),
    )
    assert not whole
    lost = [line.split()[1] for line, is_back in said if line.startswith("✗") and not is_back]
    assert sorted(lost) == ["delta:t", "gone.csv"]
    assert said[-1][0].startswith("✓ sales.csv is back, from git's commit")
