"""The recorded code in a new worktree of a real repository."""

from __future__ import annotations

import shlex
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from conftest import inside, tree, written
from repositories import git

import jupyter_repro
from jupyter_repro.collectors.git import GitCollector
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoSuchVersion, ReproError, Unwritable
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.records.snapshot import Context, DataFile
from jupyter_repro.restoring.recorded_data import data_into
from jupyter_repro.restoring.restoration import recorded_snapshot, restored
from jupyter_repro.restoring.restored_code import drafted_worktree

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")


def restore_code(notebook, snapshot, into):
    """The recorded code in a worktree, and nothing else."""
    with drafted_worktree(notebook, snapshot, into):
        pass


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A notebook recorded with a committed module, a changed one, one that was never committed, and data."""
    root = tmp_path_factory.mktemp("code") / "project"
    notebook = written(
        root / "nb" / "a.ipynb", "import one, two, three", "open('d.txt').read(), one.V, two.V, three.V"
    )
    for name in ("one", "two"):
        (root / "nb" / f"{name}.py").write_text("V = 1\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "all")
    (root / "nb" / "two.py").write_text("V = 2\n")
    (root / "nb" / "three.py").write_text("V = 3\n")
    (root / "nb" / "d.txt").write_text("data")
    jupyter_repro.snapshot(notebook)
    (root / "nb" / "one.py").write_text("V = 100\n")
    (root / "nb" / "two.py").write_text("V = 100\n")
    return SimpleNamespace(root=root, notebook=notebook, snapshot=recorded_snapshot(notebook))


def test_the_notebook_runs_as_it_did_in_a_worktree_with_its_commit_its_patch_and_its_data(recorded, tmp_path):
    before = tree(recorded.root / "nb")
    lines, complete = restored(recorded.notebook, data=True, code=True, into=tmp_path / "then")
    assert complete
    assert "with the changes that were not committed is in" in lines[0]
    assert tree(recorded.root / "nb") == before
    then = tmp_path / "then" / "nb"
    assert {name: (then / f"{name}.py").read_text() for name in ("one", "two", "three")} == {
        "one": "V = 1\n",
        "two": "V = 2\n",
        "three": "V = 3\n",
    }
    assert jupyter_repro.verify(then / "a.ipynb").status == "identical"


def test_the_remedy_for_code_that_was_changed_and_committed_since_brings_the_recorded_commit(tmp_path):
    root = tmp_path / "project"
    notebook, module = written(root / "a.ipynb", "import one", "one.V"), root / "one.py"
    module.write_text("V = 1\n")
    git(root, "init", "-q")
    for said in ("recorded", "changed since"):
        git(root, "add", "-A")
        git(root, *WHO, "commit", "-qm", said)
        if said == "recorded":
            commit = git(root, "rev-parse", "HEAD")
            jupyter_repro.snapshot(notebook)
            module.write_text("V = 20\n")  # another size: byte code of the same second and size would do
    (cause,) = jupyter_repro.verify(notebook).root.causes
    assert f"the recorded commit {commit[:12]}" in cause.remedy
    _, command = cause.remedy.split(": jupyter repro ")
    done = inside(*shlex.split(command.replace(str(notebook), "a.ipynb")), cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / f"project-{commit[:7]}" / "one.py").read_text() == "V = 1\n"
    assert module.read_text() == "V = 20\n"


def test_data_that_the_commit_with_its_patch_has_is_left_there(recorded, tmp_path):
    data = {"d.txt": DataFile(digest_bytes(b"of the patch"), 12), "two.py": DataFile(digest_bytes(b"?"), 1)}
    snapshot = msgspec.structs.replace(recorded.snapshot, context=Context(data=data))
    (tmp_path / "d.txt").write_bytes(b"of the patch")
    (tmp_path / "two.py").write_bytes(b"of the commit")
    (lost,) = data_into(recorded.notebook, snapshot, tmp_path, WritableFolder(tmp_path, "the folder"))
    assert lost.name == "two.py"
    assert tree(tmp_path) == {"d.txt": b"of the patch", "two.py": b"of the commit"}


def test_a_module_that_nobody_has_as_it_was_is_reported(recorded, tmp_path):
    three = recorded.root / "nb" / "three.py"
    kept = three.read_text()
    three.write_text("V = 100\n")
    lines, complete = restored(recorded.notebook, data=False, code=True, into=tmp_path / "then")
    three.write_text(kept)
    assert not complete
    assert "✗ three.py is not there as it was recorded: git does not have it" in lines


def test_what_lies_in_the_way_is_not_touched(recorded, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Unwritable, match="is there already"):
        restore_code(recorded.notebook, recorded.snapshot, tmp_path)
    assert tree(tmp_path) == {"mine.txt": b"mine"}


def test_a_commit_that_git_does_not_have_is_reported_and_leaves_no_worktree(recorded, tmp_path):
    state = msgspec.structs.replace(recorded.snapshot.context.git, commit="1" * 40)
    context = msgspec.structs.replace(recorded.snapshot.context, git=state)
    with pytest.raises(NoSuchVersion, match="commit 111111111111 is not in this repository"):
        restore_code(
            recorded.notebook, msgspec.structs.replace(recorded.snapshot, context=context), tmp_path / "x"
        )
    assert not (tmp_path / "x").exists()


def test_a_patch_that_does_not_fit_leaves_no_worktree(recorded, tmp_path):
    state = msgspec.structs.replace(recorded.snapshot.context.git, patch=("diff --git a/x b/x", "nonsense"))
    context = msgspec.structs.replace(recorded.snapshot.context, git=state)
    with pytest.raises(NoSuchVersion, match="the recorded changes do not fit"):
        restore_code(
            recorded.notebook, msgspec.structs.replace(recorded.snapshot, context=context), tmp_path / "x"
        )
    assert not (tmp_path / "x").exists()
    assert str(tmp_path / "x") not in git(recorded.root, "worktree", "list")


def test_outside_of_git_there_is_no_code_to_bring_back(tmp_path):
    notebook: Path = written(tmp_path / "a.ipynb", "1")
    jupyter_repro.snapshot(notebook)
    snapshot = recorded_snapshot(notebook)
    with pytest.raises(ReproError, match=r"a\.ipynb names no commit: it was recorded without git"):
        restore_code(notebook, snapshot, tmp_path / "x")
    git(tmp_path, "init", "-q")
    state = GitCollector().collect(SimpleNamespace(folder=tmp_path, notebook=notebook))
    context = msgspec.structs.replace(snapshot.context, git=state)
    with pytest.raises(ReproError, match="it was recorded before the repository's first commit"):
        restore_code(notebook, msgspec.structs.replace(snapshot, context=context), tmp_path / "x")
