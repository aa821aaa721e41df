"""What stays and what goes, in real repositories."""

from __future__ import annotations

import os
import random
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repositories import git

from jupyter_repro.digest import digest_bytes
from jupyter_repro.files.folder_digest import folder_content
from jupyter_repro.kept_data.chunks import LARGE
from jupyter_repro.kept_data.collecting import collect, removable
from jupyter_repro.kept_data.inventory import Stored, stored_objects, usage
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.places import kept_folder, objects_folder
from jupyter_repro.kept_data.referrers import referrers
from jupyter_repro.kept_data.store import is_kept, kept_files
from jupyter_repro.records.snapshot import Context, DataFile, DataFolder, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
NOW, MONTH = timedelta(0), timedelta(days=30)
BIG = random.Random(2).randbytes(LARGE + 3_000_000)


def age(**ago):
    """Make all that is kept, and all that is known of who refers to it, this old."""
    for path in objects_folder().rglob("*"):
        if path.is_file():
            moment = path.stat().st_mtime - timedelta(**ago).total_seconds()
            os.utime(path, (moment, moment))


@pytest.fixture
def project(tmp_path):
    """A repository in which a notebook is recorded."""
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")

    def record(content=b"", name="a.csv", **data):
        """A snapshot that refers to a file of this content, which is kept: its digest."""
        (root / name).write_bytes(content)
        data = data or {name: DataFile(digest_bytes(content), len(content))}
        made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
        (root / "a.repro.json").write_bytes(encode_snapshot(made))
        keep_snapshot(root / "a.ipynb", made)
        age(minutes=1)
        return digest_bytes(content)

    def commit():
        git(root, "add", "a.repro.json")
        git(root, *WHO, "commit", "-qm", "snapshot")

    return SimpleNamespace(root=root, record=record, commit=commit)


def test_what_a_snapshot_refers_to_stays(project):
    digest = project.record(b"a")
    assert collect(NOW).objects == 0
    assert is_kept(digest)


def test_what_no_snapshot_refers_to_any_more_goes(project):
    before = project.record(b"a")
    after = project.record(b"b")
    assert collect(NOW, dry_run=True).objects == 1
    assert is_kept(before)
    found = collect(NOW)
    assert (found.objects, found.size, found.left) == (1, 1, 1)
    assert (is_kept(before), is_kept(after)) == (False, True)


def test_what_was_kept_again_lately_stays(project):
    digest = project.record(b"a")
    age(days=31)
    project.record(b"a")
    project.record(b"b")
    assert collect(MONTH).objects == 0
    age(days=31)
    collect(MONTH)
    assert not is_kept(digest)


def test_what_was_committed_on_another_branch_stays(project):
    digest = project.record(b"a")
    project.commit()
    git(project.root, "checkout", "-q", "-b", "other")
    project.record(b"b")
    project.commit()
    (project.root / "a.repro.json").unlink()
    assert collect(NOW).objects == 0
    git(project.root, "branch", "-qD", "main")
    assert collect(NOW).objects == 0, "it is in a recent commit of the branch that is left"
    assert is_kept(digest)


def test_what_only_a_branch_had_that_was_deleted_goes(project):
    git(project.root, *WHO, "commit", "-q", "--allow-empty", "-m", "first")
    git(project.root, "checkout", "-q", "-b", "other")
    digest = project.record(b"a")
    project.commit()
    git(project.root, "checkout", "-q", "main")
    assert collect(NOW).objects == 0
    git(project.root, "branch", "-qD", "other")
    collect(NOW)
    assert not is_kept(digest)
    assert list(referrers()) == []


def test_an_old_snapshot_at_a_tip_stays_however_many_commits_there_are(project, monkeypatch):
    monkeypatch.setattr("jupyter_repro.kept_data.referred.MOST_COMMITS", 1)
    old = project.record(b"a")
    project.commit()
    git(project.root, "tag", "published")
    between = project.record(b"b")
    project.commit()
    project.record(b"c")
    project.commit()
    project.record(b"d")
    project.commit()
    collect(NOW)
    assert (is_kept(old), is_kept(between)) == (True, False)


def test_a_repository_that_cannot_be_reached_keeps_its_objects_until_the_age_has_passed(project, monkeypatch):
    digest = project.record(b"a")
    age(days=60)
    project.root.rename(project.root.with_name("away"))
    for _ in range(2):
        found = collect(MONTH)
        assert (found.objects, found.unreachable) == (0, (str(project.root),))
    monkeypatch.setattr("jupyter_repro.kept_data.collecting.now", lambda: "2126-01-01T00:00:00Z")
    assert collect(MONTH).objects == 1
    assert not is_kept(digest)
    assert list(referrers()) == []


def test_a_repository_that_git_does_not_read_keeps_its_objects(project):
    digest = project.record(b"a")
    project.commit()
    project.record(b"b")
    (project.root / ".git" / "HEAD").write_text("broken")
    assert collect(NOW).unreachable == (str(project.root),)
    assert is_kept(digest)


def test_outside_of_git_the_snapshot_in_its_place_counts(project):
    shutil.rmtree(project.root / ".git")
    before, after = project.record(b"a"), project.record(b"b")
    collect(NOW)
    assert (is_kept(before), is_kept(after)) == (False, True)
    (project.root / "a.repro.json").rename(project.root / "renamed.repro.json")
    collect(NOW)
    assert is_kept(after)
    (project.root / "renamed.repro.json").unlink()
    collect(NOW)
    assert not is_kept(after)


def test_a_damaged_snapshot_keeps_its_data(project):
    digest = project.record(b"a")
    path = project.root / "a.repro.json"
    path.write_bytes(path.read_bytes()[:-20] + b"<<<<<<< ours")
    assert collect(NOW).objects == 0
    assert is_kept(digest)


def test_files_of_a_folder_stay_with_it_also_where_the_snapshot_does_not_name_them(project):
    (project.root / "parts").mkdir()
    (project.root / "parts" / "1").write_bytes(b"1")
    content = folder_content(str(project.root / "parts"))
    folder = DataFile(content.digest, 1, folder=DataFolder(1, recursive=True))
    project.record(**{"parts/": folder})
    assert collect(NOW).objects == 0
    assert all(is_kept(digest) for digest in kept_files(content.digest).values())
    project.record(b"other")
    assert collect(NOW).objects == 2


def test_chunks_go_where_no_version_that_stays_has_them(project):
    (project.root / "pyproject.toml").write_text("[tool.jupyter-repro.data]\nkeep = 'always'\n")
    changed = BIG[:6_000_000] + b"changed" + BIG[6_000_007:]
    first = project.record(BIG)
    second = project.record(changed)
    found = usage(stored_objects())
    assert (found.files, found.copies) == (2, 2 * len(BIG))
    assert found.size < len(BIG) + 10_000_000
    collect(NOW)
    assert (is_kept(first), is_kept(second)) == (False, True)
    assert usage(stored_objects()).size < len(BIG) * 1.001


def test_what_a_killed_process_left_behind_goes_when_it_is_old(project):
    project.record(b"a")
    temporary = next(path for path in objects_folder().iterdir()) / ".jupyter-repro-0123"
    temporary.write_bytes(b"half")
    damaged = kept_folder() / "damaged" / "x"
    damaged.parent.mkdir()
    damaged.write_bytes(b"bad")
    collect(MONTH)
    assert temporary.exists()
    assert damaged.exists()
    for path in (temporary, damaged):
        os.utime(path, (1e9, 1e9))
    collect(MONTH)
    assert not temporary.exists()
    assert not damaged.exists()


def test_without_a_cache_there_is_nothing_to_do(cache):
    assert collect(NOW).objects == 0
    assert not cache.exists()


OIDS = st.lists(st.sampled_from([f"{number:064x}" for number in range(8)]), max_size=8)


@given(OIDS, OIDS, st.booleans())
def test_nothing_goes_that_is_used_or_that_something_used_names(stored, used, is_young):
    objects = {oid: Stored(1, 10.0) for oid in stored} | {"f" * 64 + ".chunks": Stored(1, 30.0 * is_young)}
    named = {f"{3:064x}"}
    gone = removable(objects, used, 20.0, lambda _: named)
    stays = set(used) | (named if is_young else set())
    assert set(gone) == {oid for oid in stored if oid not in stays} | (
        set() if is_young else {"f" * 64 + ".chunks"}
    )
    assert gone == sorted(gone, key=lambda oid: len(oid) == 64)
