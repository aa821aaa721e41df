"""`jupyter repro data push --all`, `pull --rev` and `gc --remote` as a user runs them."""

from __future__ import annotations

import os
import shutil

import pytest
from click.testing import CliRunner
from conftest import tree
from repositories import committed, git

from jupyter_repro.cli import cli
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import ReproError
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.store import is_kept
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot

SETTINGS = "[tool.jupyter-repro.data]\nkeep = 'always'\nremote = '../remote'\n"


def said(*arguments, status=0):
    """Lines that the command prints."""
    done = CliRunner().invoke(cli, ["data", *arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output.splitlines()


def refused(*arguments):
    """What the command cannot do."""
    done = CliRunner().invoke(cli, ["data", *arguments])
    assert isinstance(done.exception, ReproError), done.output
    return done.exception


def recorded(root, content):
    """A notebook with a snapshot that refers to a file of this content, which is kept; nothing of it is in git."""
    (root / "a.csv").write_bytes(content)
    data = {"a.csv": DataFile(digest_bytes(content), len(content))}
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
    (root / "a.ipynb").write_text("{}")
    (root / "a.repro.json").write_bytes(encode_snapshot(made))
    keep_snapshot(root / "a.ipynb", made)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A repository whose versions of a file are: first, on a tag; second, on a branch; old and third, on main."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "pyproject.toml").write_text(SETTINGS)
    (root / ".gitignore").write_text("*.csv\n")
    git(root, "init", "-q", "-b", "main")
    for content, date, then in (
        (b"first", "2026-01-01T00:00:00Z", ("tag", "v1")),
        (b"old", "2026-01-02T00:00:00Z", ("branch", "unused")),
        (b"second", "2026-01-03T00:00:00Z", ("branch", "other")),
        (b"third", "2026-01-04T00:00:00Z", ("branch", "-D", "unused")),
    ):
        recorded(root, content)
        committed(root, date)
        git(root, *then)
    return root


def aged(tmp_path):
    """Let all that is in the remote be written long ago."""
    for path in (tmp_path / "remote").rglob("*"):
        os.utime(path, (1e9, 1e9))


def in_remote(tmp_path):
    """Contents of the objects of the remote."""
    return sorted(
        content for name, content in tree(tmp_path / "remote").items() if not name.startswith("projects/")
    )


def test_push_sends_the_version_of_today_and_push_all_every_one(project, tmp_path):
    said("push")
    assert in_remote(tmp_path) == [b"third"]
    assert said("push", "--all") == [
        f"{project}: 4 files here and in {tmp_path / 'remote'} (3 objects sent, 14 B)"
    ]
    assert in_remote(tmp_path) == [b"first", b"old", b"second", b"third"]


def test_push_all_says_what_is_kept_no_more(project, tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE, str(tmp_path / "empty"))
    assert (
        said("push", "--all")[1]
        == "  not kept here, and so not sent: 4 versions of files, but for what git has"
    )


def test_pull_gets_what_the_snapshot_of_a_revision_refers_to(project, tmp_path, monkeypatch):
    said("push", "--all")
    monkeypatch.setenv(CACHE, str(tmp_path / "another machine"))
    assert said("pull", "--rev", "v1") == [
        f"a.ipynb: 1 file here and in {tmp_path / 'remote'} (1 object received, 5 B)"
    ]
    assert is_kept(digest_bytes(b"first"))
    assert not is_kept(digest_bytes(b"third"))


def test_pull_gets_it_for_a_notebook_that_is_here_no_more(project, tmp_path, monkeypatch):
    said("push", "--all")
    monkeypatch.setenv(CACHE, str(tmp_path / "another machine"))
    for name in ("a.ipynb", "a.repro.json"):
        (project / name).unlink()
    assert "1 object received" in said("pull", "--rev", "other", "a.ipynb")[0]


def test_a_revision_that_is_none_is_a_mistake(project):
    assert refused("pull", "--rev", "nosuch").what == "git does not know the revision 'nosuch'"
    assert "b.repro.json is not in git's revision 'v1'" in refused("pull", "--rev", "v1", "b.ipynb").what


def test_gc_of_the_remote_tells_before_it_removes(project, tmp_path):
    said("push", "--all")
    aged(tmp_path)
    lines = said("gc", "--remote", "--keep-days", "1")
    assert lines[0] == f"{tmp_path / 'remote'}: 1 object would be removed, 3 B; 16 B would stay"
    assert lines[-1] == "  remove it with the same command and --yes"
    assert len(in_remote(tmp_path)) == 4
    assert said("gc", "--remote", "--keep-days", "1", "--yes") == [
        f"{tmp_path / 'remote'}: 1 object removed, 3 B; 16 B stay"
    ]
    assert in_remote(tmp_path) == [b"first", b"second", b"third"]


def test_gc_of_the_remote_leaves_what_a_recent_commit_refers_to(project, tmp_path):
    said("push", "--all")
    aged(tmp_path)
    said("gc", "--remote", "--yes")
    assert len(in_remote(tmp_path)) == 4


def test_a_tag_counts_where_its_name_is_one_to_keep(project, tmp_path):
    said("push", "--all")
    aged(tmp_path)
    said("gc", "--remote", "--keep-days", "1", "--keep-tag", "release-*", "--yes")
    assert in_remote(tmp_path) == [b"second", b"third"]


def test_what_was_written_to_the_remote_a_moment_ago_stays(project, tmp_path):
    said("push", "--all")
    said("gc", "--remote", "--keep-days", "1", "--yes")
    assert len(in_remote(tmp_path)) == 4
    said("gc", "--remote", "--keep-days", "1", "--age", "0", "--yes")
    assert len(in_remote(tmp_path)) == 3


def test_what_is_no_object_of_ours_is_left_alone(project, tmp_path):
    said("push", "--all")
    (tmp_path / "remote" / "notes.txt").write_text("mine")
    aged(tmp_path)
    said("gc", "--remote", "--keep-days", "1", "--yes")
    assert (tmp_path / "remote" / "notes.txt").read_text() == "mine"


def test_a_remote_that_another_project_uses_is_left_alone(project, tmp_path, monkeypatch):
    said("push", "--all")
    other = tmp_path / "colleagues"
    other.mkdir()
    (other / "pyproject.toml").write_text(SETTINGS)
    git(other, "init", "-q", "-b", "main")
    recorded(other, b"theirs")
    committed(other, "2026-01-05T00:00:00Z")
    monkeypatch.chdir(other)
    said("push")
    monkeypatch.chdir(project)
    aged(tmp_path)
    error = refused("gc", "--remote", "--keep-days", "0", "--yes")
    assert error.what == f"{tmp_path / 'remote'} also has the data of other projects: colleagues"
    assert len(in_remote(tmp_path)) == 5


def test_a_second_clone_is_the_same_project(project, tmp_path, monkeypatch):
    said("push", "--all")
    git(tmp_path, "clone", "-q", str(project), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    aged(tmp_path)
    assert said("gc", "--remote")[0].endswith("nothing to remove; 19 B would stay")


def test_a_shallow_clone_may_not_clean(project, tmp_path, monkeypatch):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    assert "is a shallow clone" in refused("gc", "--remote").what


def test_outside_of_git_nothing_is_cleaned(project, monkeypatch):
    shutil.rmtree(project / ".git")
    assert refused("gc", "--remote").what == f"{project} is no git repository"
    (project / "pyproject.toml").unlink()
    assert refused("gc", "--remote").what == "the project of this folder has no remote"
