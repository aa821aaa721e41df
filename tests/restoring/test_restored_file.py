"""One file brought back from a real repository."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import tree, written
from repositories import git

from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoSuchVersion, Unwritable
from jupyter_repro.files.writable_folder import OutsideFolder
from jupyter_repro.records.snapshot import Context, DataFile, DataFolder, GitState, Snapshot
from jupyter_repro.recovery import sources as recover
from jupyter_repro.recovery.sources import NotRecorded
from jupyter_repro.restoring.restored_file import AsRecorded, restore_file
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
RECORDED = b"price\n1.5\n"


def commit(root):
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "change")
    return git(root, "rev-parse", "HEAD")


def record(notebook, **context):
    """A snapshot beside the notebook with this context."""
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(**context))
    snapshot_path(notebook).write_bytes(encode_snapshot(made))


@pytest.fixture
def project(tmp_path):
    """A notebook that read a file which was committed, committed otherwise, and is something else now."""
    root = tmp_path / "project"
    notebook = written(root / "folder" / "a.ipynb", "open('data/sales.csv')")
    sales = root / "folder" / "data" / "sales.csv"
    sales.parent.mkdir()
    git(root, "init", "-q")
    sales.write_bytes(RECORDED)
    first = commit(root)
    sales.write_bytes(b"later\n")
    commit(root)
    sales.write_bytes(b"now\n")
    record(
        notebook,
        data={"data/sales.csv": DataFile(digest_bytes(RECORDED), len(RECORDED))},
        git=GitState(commit=first),
    )
    return SimpleNamespace(root=root, notebook=notebook, sales=sales, first=first)


def test_it_is_brought_back_and_the_one_that_was_there_is_kept(project):
    project.sales.chmod(0o640)
    restored = restore_file(project.notebook, "data/sales.csv")
    assert (restored.path, restored.source) == (project.sales, f"git's commit {project.first[:12]}")
    assert project.sales.read_bytes() == RECORDED
    assert project.sales.stat().st_mode & 0o777 == 0o640
    assert restored.kept == project.sales.with_name("sales.csv.before-restore")
    assert tree(project.sales.parent) == {"sales.csv": RECORDED, "sales.csv.before-restore": b"now\n"}
    project.sales.write_bytes(b"again\n")
    assert restore_file(project.notebook, "data/sales.csv").kept.name == "sales.csv.before-restore-2"


def test_one_that_is_gone_with_its_folder_comes_back_with_it(project):
    project.sales.unlink()
    project.sales.parent.rmdir()
    assert restore_file(project.notebook, "data/sales.csv").kept is None
    assert project.sales.read_bytes() == RECORDED


def test_it_is_found_in_the_history_where_the_recorded_commit_is_not_known(project):
    record(
        project.notebook,
        data={"data/sales.csv": DataFile(digest_bytes(RECORDED), len(RECORDED))},
        git=GitState(commit="0" * 40),
    )
    assert restore_file(project.notebook, "data/sales.csv").source == f"git's commit {project.first[:12]}"


def test_local_modules_and_files_of_whole_folders_come_back_too(project):
    record(
        project.notebook,
        modules={"../local.py": digest_bytes(b"x = 1\n")},
        data={"data/": DataFile("", 0, folder=DataFolder(1, {"sales.csv": digest_bytes(RECORDED)[:23]}))},
    )
    (project.root / "local.py").write_bytes(b"x = 1\n")
    commit(project.root)
    (project.root / "local.py").unlink()
    restore_file(project.notebook, "../local.py")
    assert (project.root / "local.py").read_bytes() == b"x = 1\n"
    restore_file(project.notebook, "data/sales.csv")
    assert project.sales.read_bytes() == RECORDED


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(project):
    project.sales.rename(project.root / "real.csv")
    git(project.root, "rm", "-q", "--cached", "folder/data/sales.csv")
    (project.root / "real.csv").write_bytes(RECORDED)
    project.sales.symlink_to("../../real.csv")
    commit(project.root)
    (project.root / "real.csv").write_bytes(b"now\n")
    kept = restore_file(project.notebook, "data/sales.csv").kept
    assert (project.sales.is_symlink(), project.sales.read_bytes()) == (False, RECORDED)
    assert kept.readlink() == Path("../../real.csv")
    assert (project.root / "real.csv").read_bytes() == b"now\n"


def recorded_as(project, name="data/sales.csv", digest=None, size=None):
    size = len(RECORDED) if size is None else size
    record(project.notebook, data={name: DataFile(digest or digest_bytes(RECORDED), size)})


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("data/other.csv", NotRecorded),
        ("data/", NotRecorded),
        ("../../outside.csv", NotRecorded),
        ("", NotRecorded),
        ("a\0b", NotRecorded),
    ],
)
def test_what_is_not_in_the_snapshot_is_not_touched(project, name, error):
    before = tree(project.root)
    with pytest.raises(error, match="is no file in the snapshot"):
        restore_file(project.notebook, name)
    assert tree(project.root) == before


@pytest.mark.parametrize(
    "name", ["../../outside.csv", "file:///etc/hostname", "~/x.csv", "link/x.csv", "../.git/hooks/x"]
)
def test_what_leads_outside_is_not_touched_even_where_the_snapshot_has_it(project, name):
    (project.notebook.parent / "link").symlink_to(project.root.parent)
    recorded_as(project, name)
    before = tree(project.root.parent)
    with pytest.raises(OutsideFolder, match=r"lies outside of the project|belongs to git"):
        restore_file(project.notebook, name)
    assert tree(project.root.parent) == before


def test_a_name_that_is_none_is_refused(project):
    for name in ("a\0b", "x" * 300, "y/" * 3000 + "z"):
        recorded_as(project, name)
        with pytest.raises(NotRecorded, match="not the name of a file"):
            restore_file(project.notebook, name)


def test_what_git_does_not_have_so_is_not_touched(project):
    before = tree(project.root)
    for digest, size in ((digest_bytes(b"never\n"), 6), (digest_bytes(RECORDED), 3)):
        recorded_as(project, digest=digest, size=size)
        before = tree(project.root)
        with pytest.raises(NoSuchVersion, match=r"sales\.csv cannot be restored .* git has no version"):
            restore_file(project.notebook, "data/sales.csv")
        assert tree(project.root) == before


def test_what_is_as_recorded_already_is_left_alone(project):
    project.sales.write_bytes(RECORDED)
    with pytest.raises(AsRecorded, match="is as it was recorded"):
        restore_file(project.notebook, "data/sales.csv")


def test_without_a_repository_or_a_snapshot_nothing_comes_back(tmp_path):
    notebook = written(tmp_path / "a.ipynb", "1")
    with pytest.raises(NotRecorded):
        restore_file(notebook, "d.csv")
    record(notebook, data={"d.csv": DataFile(digest_bytes(RECORDED), len(RECORDED))})
    with pytest.raises(NoSuchVersion):
        restore_file(notebook, "d.csv")


def test_a_folder_in_its_place_is_not_written_over(project):
    project.sales.unlink()
    project.sales.mkdir()
    with pytest.raises(Unwritable, match="is a folder here, and was a file") as raised:
        restore_file(project.notebook, "data/sales.csv")
    assert raised.value.remedy.startswith("move it away by hand")
    assert list(project.sales.parent.iterdir()) == [project.sales]


def test_content_that_turns_out_to_be_another_takes_no_place(project, monkeypatch):
    real = recover.content_of
    monkeypatch.setattr(recover, "content_of", lambda version: [*real(version), b"more"])
    before = tree(project.root / "folder")
    with pytest.raises(NoSuchVersion):
        restore_file(project.notebook, "data/sales.csv")
    assert tree(project.root / "folder") == before


def test_a_link_or_a_folder_in_the_history_is_no_version(project):
    project.sales.unlink()
    git(project.root, "rm", "-rq", "--cached", "folder/data")
    project.sales.mkdir()
    (project.sales / "x").write_text("x")
    commit(project.root)
    (project.sales / "x").unlink()
    project.sales.rmdir()
    restore_file(project.notebook, "data/sales.csv")
    assert project.sales.read_bytes() == RECORDED


def test_names_that_git_would_read_as_patterns_are_names(project):
    for name in (":(top)x", "*.csv", "-x", "ä b\n.csv"):
        (project.notebook.parent / name).write_bytes(name.encode())
    commit(project.root)
    for name in (":(top)x", "*.csv", "-x", "ä b\n.csv"):
        (project.notebook.parent / name).write_bytes(b"now")
        recorded_as(project, name, digest_bytes(name.encode()), len(name.encode()))
        restore_file(project.notebook, name)
        assert (project.notebook.parent / name).read_bytes() == name.encode()
