"""Files as a revision has them, in real repositories."""

from __future__ import annotations

import pytest
from conftest import tree
from repositories import git

from jupyter_repro.errors import ReproError
from jupyter_repro.git.revisions import content_at


@pytest.fixture
def root(tmp_path):
    """A repository whose file was changed, and then deleted with its folder."""
    root = tmp_path / "repository"
    (root / "a folder").mkdir(parents=True)
    git(root, "init", "-q")
    for key, value in {"user.name": "a", "user.email": "a@b"}.items():
        git(root, "config", key, value)
    for content in (b"first\r\n", b"\xff second"):
        (root / "a folder" / "a.json").write_bytes(content)
        git(root, "add", ".")
        git(root, "commit", "-qm", "change")
    return root


def test_the_bytes_are_those_that_were_committed_and_nothing_is_written(root):
    before = tree(root)
    file = root / "a folder" / "a.json"
    assert content_at(file, "HEAD~1") == b"first\r\n"
    assert content_at(file, "HEAD") == b"\xff second"
    assert tree(root) == before


def test_a_file_whose_folder_was_deleted_is_read(root):
    git(root, "rm", "-rq", "a folder")
    assert content_at(root / "a folder" / "a.json", "HEAD") == b"\xff second"


def test_a_repository_is_found_through_a_link(root, tmp_path):
    (tmp_path / "link").symlink_to(root / "a folder")
    assert content_at(tmp_path / "link" / "a.json", "HEAD~1") == b"first\r\n"


def test_a_folder_is_no_file(root):
    with pytest.raises(ReproError, match="is not in git's revision 'HEAD'"):
        content_at(root / "a folder", "HEAD")


def test_a_repository_without_commits_knows_no_revision(tmp_path):
    git(tmp_path, "init", "-q")
    with pytest.raises(ReproError, match="git does not know the revision 'HEAD'"):
        content_at(tmp_path / "a.json", "HEAD")
