"""A kernel sees a folder otherwise than anybody else, and what it writes there nobody else sees."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import notebook_of

from jupyter_repro.executing.engine import MODE_RUN, execute
from jupyter_repro.executing.plan import Plan
from jupyter_repro.executing.project_view import Overlay, ProjectView, views_work

pytestmark = pytest.mark.skipif(not views_work(), reason="this system has no mounts of a process's own")

LOOK = "import os\nopen('made', 'w').close()\nprint(open('a').read(), sorted(os.listdir()), os.getcwd())"


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "a project: with, signs\\"
    folder.mkdir()
    (folder / "a").write_text("here")
    (folder / "b").write_text("here as well")
    return folder


@pytest.fixture
def view(tmp_path, project):
    upper, work = tmp_path / "upper", tmp_path / "work"
    upper.mkdir()
    work.mkdir()
    (upper / "a").write_text("put back")
    return ProjectView((Overlay(project, project, upper, work),), removed=(project / "b",))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def looked(project: Path, view: ProjectView, **environment: str) -> str:
    execution = execute(
        notebook_of(LOOK), Plan(project, seed=1, environment={**MODE_RUN, **environment}, view=view)
    )
    assert not execution.failures, execution.failures
    return execution.notebook.cells[0].outputs[0].text


@pytest.mark.parametrize("hash_seed", ["7", "random"], ids=["forked", "started"])
def test_a_kernel_sees_what_was_put_there_and_the_folder_stays_as_it_is(project, view, hash_seed):
    shown = looked(project, view, PYTHONHASHSEED=hash_seed)
    assert shown == f"put back ['a', 'made'] {project}\n"
    assert (project / "a").read_text() == "here"
    assert names(project) == ["a", "b"]


def test_a_view_that_cannot_be_made_is_a_kernel_that_does_not_start(project, view, tmp_path):
    lost = ProjectView((Overlay(project, project, tmp_path / "nowhere", tmp_path / "work"),))
    with pytest.raises(Exception, match="did not start"):
        looked(project, lost, PYTHONHASHSEED="7")


def test_memory_lies_at_the_same_addresses_where_that_is_asked_for():
    command = [*ProjectView(fixed_addresses=True).command, "python3", "-c", "print(id(object()))"]
    said = {subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)}
    assert len(said) == 1


def test_a_folder_that_is_kept_is_written_to_also_below_one_that_is_not(tmp_path, project, view):
    kept = project / "kept"
    kept.mkdir()
    command = [*replace(view, kept=(kept,)).command, "touch", kept / "made", project / "lost"]
    subprocess.run(command, check=True)
    assert names(project) == ["a", "b", "kept"]
    assert names(kept) == ["made"]


def test_a_folder_is_seen_at_another_path(tmp_path, project, view):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = replace(view, overlays=(replace(view.overlays[0], at=elsewhere),), removed=())
    said = subprocess.run([*moved.command, "ls", elsewhere], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["a", "b"]


def test_a_plain_view_needs_no_command():
    assert ProjectView().command == ()
