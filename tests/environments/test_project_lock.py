"""One lock for the notebooks of a project, written by the real uv."""

from __future__ import annotations

import tomllib

import pytest
from locked_projects import recorded_with

from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.project_locking import lock_in_project, lock_project
from jupyter_repro.environments.uv import run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.records.snapshot import Packages

INSTALLED = {"ipykernel": "6.29.5", "decorator": "5.1.1", "ipython": "8.20.0"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose settings ask for one lock; it answers a notebook that imported packages, with its snapshot."""
    monkeypatch.delenv("JUPYTER_REPRO_LOCK", raising=False)
    (tmp_path / "pyproject.toml").write_text('[tool.jupyter-repro]\nlock = "project"\n')

    def recorded(name, python="3.11.7", **imported):
        notebook, packages = tmp_path / name, Packages(imported=imported, installed=INSTALLED)
        return notebook, recorded_with(notebook, packages, python)

    recorded.root = tmp_path
    return recorded


def names(lock):
    return {each.name for each in packages_of(lock)}


def test_it_holds_what_each_of_its_notebooks_needs(project):
    one, first = project("one.ipynb", six="1.16.0")
    other, second = project("nb/other.ipynb", toolz="0.12.1")
    lock_project(one, first)
    lock = lock_project(other, second).lock
    assert lock.path == project.root / "pylock.toml"
    assert {"six", "toolz", "ipykernel"} <= names(lock)
    assert find_lock(one) == find_lock(other) == lock
    table = tomllib.loads(lock.content.decode())["tool"]["jupyter-repro"]
    assert table["notebooks"] == ["nb/other.ipynb", "one.ipynb"]


def test_it_stays_as_it_is_where_nothing_else_is_needed(project, monkeypatch):
    one, first = project("one.ipynb", six="1.16.0")
    lock = lock_project(one, first).lock

    def never(*_args, **_named):
        raise AssertionError

    monkeypatch.setattr("jupyter_repro.environments.resolution.run_uv", never)
    assert lock_project(one, first).lock == lock


def test_what_a_deleted_notebook_needed_goes_with_the_next(project):
    one, first = project("one.ipynb", six="1.16.0")
    other, second = project("other.ipynb", toolz="0.12.1")
    lock_project(one, first)
    one.unlink()
    assert "six" not in names(lock_project(other, second).lock)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"six": "1.17.0"}, r"one\.ipynb needs six 1\.16\.0 and other\.ipynb needs six 1\.17\.0"),
        ({"python": "3.12.1"}, r"one\.ipynb needs Python 3\.11\.7 and other\.ipynb needs Python 3\.12\.1"),
    ],
)
def test_two_that_do_not_go_together_are_named_and_the_file_is_as_it_was(project, second, why):
    one, first = project("one.ipynb", six="1.16.0")
    lock = lock_project(one, first).lock
    other, taken = project("other.ipynb", **second)
    with pytest.raises(ReproError, match=why):
        lock_project(other, taken)
    assert find_lock(one) == lock


def test_a_lock_of_uv_that_is_there_is_used_and_what_differs_is_reported(project):
    (project.root / "pyproject.toml").write_text(
        '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["six==1.16.0"]\n'
        '[tool.jupyter-repro]\nlock = "project"\n'
    )
    run_uv("lock", "--project", project.root, what="it cannot be locked")
    one, first = project("one.ipynb", six="1.17.0", toolz="0.12.1")
    said = lock_in_project(one, first)
    assert said == (
        f"its packages are locked in {project.root / 'uv.lock'}; six is 1.17.0 here and 1.16.0 in it; "
        "toolz is 0.12.1 here and not in it"
    )
    lock = find_lock(one)
    assert (lock.python, names(lock), lock.made_of) == ("3.11.7", {"six"}, project.root / "uv.lock")
    assert not (project.root / "pylock.toml").exists()
