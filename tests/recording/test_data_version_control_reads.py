"""What version control reads for itself, seen by the recorder's store of reads in this process."""

from __future__ import annotations

import os
from types import FunctionType

import pytest
from live import session
from repositories import git

from jupyter_repro.recording.data.reads import Reads
from jupyter_repro.recording.notes import decode_notes

NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


@pytest.fixture
def reads(tmp_path):
    (tmp_path / "mlruns").mkdir()
    (tmp_path / "mlruns" / "MLmodel").write_text("flavors: {}\n")
    (tmp_path / "dvc.yaml").write_text("stages: {}\n")
    return Reads(tmp_path, lambda: ("c1", 1))


def of_module(name, function):
    """The function, as if it were written in a module of this name."""
    return FunctionType(function.__code__, globals() | {"__name__": name})


def walked(reads, folder):
    reads.listed(str(folder))
    reads.listed(str(folder / "mlruns"))
    reads.opened(str(folder / "dvc.yaml"), "r", os.O_RDONLY)


LIBRARIES = ("dvc.ignore", "dvc.repo.index", "dulwich.config", "git.repo.base", "scmrepo.git")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_project_that_version_control_walks_for_itself_is_no_data(reads, tmp_path, library):
    of_module(library, walked)(reads, tmp_path)
    assert (reads.use().files, reads.use().folders) == ((), ())


def test_what_the_system_tells_of_the_walk_is_no_data_either_and_of_later_cells_is(reads, tmp_path):
    of_module("dvc.repo.index", walked)(reads, tmp_path)
    opened = {str(tmp_path / "dvc.yaml")}
    reads.seen_opened(opened, set(), "")
    assert reads.use().files == ()
    reads.seen_opened(opened, set(), "")
    assert [each.path for each in reads.use().files] == [str(tmp_path / "dvc.yaml")]


@pytest.mark.parametrize("module", ["git", "dvc.api.show", "dvclive.live"])
def test_what_anybody_else_walks_is_data(reads, tmp_path, module):
    of_module(module, walked)(reads, tmp_path)
    assert len(reads.use().folders) == 2


def test_settings_that_only_the_system_saw_opened_are_no_data_and_those_that_a_cell_reads_are(
    reads, tmp_path
):
    settings = tmp_path / "pyproject.toml"
    settings.write_text("[tool.jupyter-repro]\n")
    reads.seen_opened({str(settings)}, set(), "import mlflow")
    assert reads.use().files == ()
    reads.opened(str(settings), "rb", os.O_RDONLY)
    assert [each.path for each in reads.use().files] == [str(settings)]


def test_a_run_of_dvclive_makes_neither_the_project_nor_gits_settings_data(tmp_path):
    pytest.importorskip("dvclive")
    (tmp_path / "mlruns").mkdir()
    (tmp_path / "mlruns" / "MLmodel").write_text("flavors: {}\n")
    (tmp_path / "a.csv").write_text("x\n1\n")
    git(tmp_path, "init", "-q")
    git(
        tmp_path,
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@host",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
    )
    with session(tmp_path) as live:
        live.run("%load_ext jupyter_repro")
        live.run("open('a.csv').read(); from dvclive import Live")
        live.run("with Live('lively', save_dvc_exp=False) as run: run.log_metric('a', 1.0)")
        data = decode_notes(live.value(NOTES)).data
    assert [each.path for each in data.files] == ["a.csv"]
    assert all(each.path.startswith("lively") for each in data.folders)
