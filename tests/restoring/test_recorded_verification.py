"""Verifying on the recorded data."""

from __future__ import annotations

import pytest
from conftest import tree, written
from repositories import git

import jupyter_repro
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.handing_over.verification import Surroundings, verify_in
from jupyter_repro.restoring.restoration import restored
from jupyter_repro.verifying.notebook import Options

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A notebook that read two committed files, one of them above it, and wrote one; its data has changed since."""
    root = tmp_path_factory.mktemp("then") / "project"
    notebook = written(
        root / "nb" / "a.ipynb",
        "open('out.txt', 'w').write('result')",
        "open('../shared/a.csv').read() + open('b.csv').read()",
    )
    (root / "shared").mkdir()
    (root / "shared" / "a.csv").write_text("1")
    (root / "nb" / "b.csv").write_text("2")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "all")
    jupyter_repro.snapshot(notebook)
    (root / "shared" / "a.csv").write_text("changed")
    (root / "nb" / "b.csv").unlink()
    (root / "nb" / "out.txt").unlink()
    return notebook


def verified(notebook):
    return verify_in(str(notebook), Options(recorded_data=True), Surroundings())


def test_it_gives_what_it_gave_then_and_touches_nothing(recorded):
    before = tree(recorded.parents[1] / "shared") | tree(recorded.parent)
    before.pop("a.repro.json")
    verdict = verified(recorded)
    after = tree(recorded.parents[1] / "shared") | tree(recorded.parent)
    after.pop("a.repro.json")
    assert (verdict.status, verdict.path) == ("identical", str(recorded))
    assert "run on the recorded data, in a copy of the project" in verdict.notes
    assert verdict.context_changes == ()
    assert after == before


def test_data_that_cannot_be_restored_is_named(tmp_path, monkeypatch):
    notebook = written(tmp_path / "a.ipynb", "open('sales.csv').read()")
    (tmp_path / "sales.csv").write_text("1")
    jupyter_repro.snapshot(notebook)
    (tmp_path / "sales.csv").unlink()
    monkeypatch.setenv(CACHE, str(tmp_path / "nothing kept"))
    verdict = verified(notebook)
    assert verdict.status == "unverifiable"
    assert verdict.notes[0].startswith(
        "sales.csv cannot be restored as it was recorded: it is not kept and git has"
    )


def test_what_git_and_dvc_have_is_read_in_the_recorded_version(tmp_path):
    root = tmp_path / "project"
    notebook = written(
        root / "nb" / "a.ipynb",
        "%load_ext jupyter_repro\n%repro data git:../s.csv --as s\nopen(s).read() if isinstance(s, str) else s.a.sum()",
        "%repro data dvc:../raw.txt --as raw\nopen(raw).read()",
    )
    git(root, "init", "-q")
    with pytest.importorskip("dvc.repo").Repo.init(str(root)) as repo:
        for number in "12":
            (root / "s.csv").write_text(f"a\n{number}\n")
            (root / "raw.txt").write_text(number)
            repo.add([str(root / "raw.txt")])
            git(root, "add", "-A")
            git(root, *WHO, "commit", "-qm", number)
            if number == "1":
                jupyter_repro.snapshot(notebook)
    assert jupyter_repro.verify(notebook).status == "diverged"
    found = verified(notebook)
    assert found.status == "identical", found


def test_a_worktree_has_them_in_the_recorded_version_as_its_newest(tmp_path):
    root = tmp_path / "project"
    notebook = written(
        root / "nb" / "a.ipynb",
        "%load_ext jupyter_repro\n%repro data dvc:../raw.txt --as raw\nopen(raw).read()",
    )
    git(root, "init", "-q")
    with pytest.importorskip("dvc.repo").Repo.init(str(root)) as repo:
        for number in "12":
            (root / "raw.txt").write_text(number)
            repo.add([str(root / "raw.txt")])
            git(root, "add", "-A")
            git(root, *WHO, "commit", "-qm", number)
            if number == "1":
                jupyter_repro.snapshot(notebook)
    lines, complete = restored(notebook, data=True, code=True, into=tmp_path / "then")
    assert complete, lines
    found = jupyter_repro.verify(tmp_path / "then" / "nb" / "a.ipynb")
    assert found.status == "identical", found
