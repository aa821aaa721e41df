"""Every example and every awkward notebook is recorded and verified for real."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pytest
from conftest import inside, written
from live import lines_but_time, run_in_order
from nbformat.v4 import new_notebook

import jupyter_repro
from jupyter_repro.errors import NotebookFailed
from jupyter_repro.pinning.environment_pins import environment_pins
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.verdicts import Verdict

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "notebooks"
FAILING = {"timeout", "dies", "errors_stored"}
OTHERWISE = {
    "entropy": "diverged",
    "unrepeatable": "diverged",
    "progress_bar": "equivalent",
    "cell_magics": "equivalent",
}
# what is in a notebook, by the kinds that a probe may tell of it; in all others it may tell nothing
USES = {
    "cell_magics": {"subprocess", "clock", "timing"},
    "entropy": {"entropy", "rng"},
    "shell_escapes": {"subprocess"},
    "threads": {"subprocess", "threads"},
    "unrepeatable": {"entropy", "clock", "rng"},
}
FAMILIES = sorted((HERE / "families").glob("*.ipynb"))
"""Tame ones, each of a library of its own; they are recorded as one notebook, for most of their time is its start."""
OLD = HERE / "rescue"
"""Those do not run on the packages of today."""
ALONE = sorted(
    str(path.relative_to(ROOT))
    for path in [*(ROOT / "examples").glob("*.ipynb"), *HERE.rglob("*.ipynb")]
    if path.stem not in FAILING and path.parent not in {OLD, HERE / "families"}
)
LIVE = [
    *(f"examples/{name}.ipynb" for name in ("sales", "classifier")),
    *(
        f"tests/notebooks/{name}.ipynb"
        for name in (
            "update_display",
            "clear_output",
            "widgets",
            "raises_exception",
            "warnings",
            "nbformat40",
            "threads",
        )
    ),
]


@dataclass(frozen=True)
class Done:
    """A notebook that was recorded and verified."""

    path: Path
    snapshot: Snapshot
    verdict: Verdict


def copied(name, folder):
    """The notebook in a copy of all that lies beside it, so that snapshots are written elsewhere."""
    return Path(shutil.copytree((ROOT / name).parent, folder / "copy")) / Path(name).name


def recorded_and_verified(path):
    jupyter_repro.snapshot(path)
    verdict = jupyter_repro.verify(path)
    return Done(path, decode_snapshot(snapshot_path(path).read_bytes(), path), verdict)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """By its name, a notebook that was recorded and verified once for all tests here."""
    return cache(lambda name: recorded_and_verified(copied(name, tmp_path_factory.mktemp("done"))))


@pytest.mark.parametrize("name", ALONE)
def test_a_notebook_verifies_as_it_should(done, name):
    assert done(name).verdict.status == OTHERWISE.get(Path(name).stem, "identical"), done(name).verdict


@pytest.mark.parametrize("name", ALONE)
def test_no_probe_tells_what_is_not_in_the_notebook(done, name):
    reported = [use for use in done(name).snapshot.uses if use.varies]
    assert {use.kind for use in reported} <= USES.get(Path(name).stem, set()), reported


@pytest.mark.parametrize("name", LIVE)
def test_a_session_run_in_order_gives_the_snapshot_of_the_command_line(done, tmp_path, name):
    path = copied(name, tmp_path)
    snapshot_path(path).unlink(missing_ok=True)
    run_in_order(path, **environment_pins(42, {}, os.environ))
    assert lines_but_time(path) == lines_but_time(done(name).path)


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    """Status of each cell of each notebook of a family, by the notebook's name."""
    cells = {path.stem: nbformat.read(path, as_version=4).cells for path in FAMILIES}
    named = []
    for name, each in cells.items():
        for cell in each:
            named.append(nbformat.from_dict({**cell, "id": f"{name}-{len(named)}"}))
    path = written(tmp_path_factory.mktemp("families") / "families.ipynb")
    metadata = nbformat.read(path, as_version=4).metadata
    nbformat.write(new_notebook(cells=named, metadata=metadata), path)
    verdict = recorded_and_verified(path).verdict
    return {
        name: [cell.status for cell in verdict.cells if cell.id.rpartition("-")[0] == name] for name in cells
    }


@pytest.mark.parametrize("name", [path.stem for path in FAMILIES])
def test_a_notebook_of_a_family_verifies_identical(families, name):
    assert set(families[name]) == {"identical"}


def test_a_stored_error_without_a_tag_is_not_recorded_as_if_nothing_were(tmp_path):
    with pytest.raises(NotebookFailed, match=r"\[2\]: ValueError: not tagged"):
        jupyter_repro.snapshot(copied("tests/notebooks/errors_stored.ipynb", tmp_path))


def test_every_draw_from_entropy_is_named_and_none_is_taken_for_an_id(done):
    verdict = done("tests/notebooks/entropy.ipynb").verdict
    assert [cell.status for cell in verdict.cells] == ["diverged"] * 3
    assert [cell.causes[0].kind for cell in verdict.cells] == ["entropy"] * 3


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """A recorded notebook that reads a file in a folder beside it."""
    folder = tmp_path_factory.mktemp("beside") / "notebooks"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.txt").write_text("beside")
    path = written(folder / "a.ipynb", "open('data/a.txt').read()")
    jupyter_repro.snapshot(path)
    return path


@pytest.mark.parametrize("cwd", [".", "..", "data"])
def test_a_notebook_is_verified_from_any_folder(beside, cwd):
    folder = beside.parent / cwd
    assert inside("verify", os.path.relpath(beside, folder), cwd=folder).returncode == 0
    assert inside("verify", beside, cwd=folder).returncode == 0
