"""Notebooks verified by the workers of a real cluster, which get the project by an address."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cloudpickle
import distributed
import msgspec
import pytest
from conftest import command, written

import jupyter_repro
from jupyter_repro.errors import ReproError
from jupyter_repro.jobs.watcher import UNWATCHED
from jupyter_repro.records.queued_notebook import QueuedNotebook
from jupyter_repro.sharing.sharing_executor import SharingExecutor
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdicts, without_costs
from jupyter_repro.verifying.batch import executor_at

cloudpickle.register_pickle_by_value(sys.modules[__name__])


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """Two workers in a folder of their own, with temporary files of their own."""
    place = tmp_path_factory.mktemp("workers")
    temporary = tmp_path_factory.mktemp("t")
    before = Path.cwd()
    os.chdir(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", None)
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
            local_directory=str(place),
        ) as cluster:
            os.chdir(before)
            cluster.temporary = temporary
            yield cluster


@pytest.fixture
def project(tmp_path):
    """Notebooks of a repository, with data, a module, a program and a folder that git does not know of."""
    place = tmp_path / "project"
    for name, source in {
        "same": "import local\nprint(local.ANSWER)",
        "other": "print(open('../data/x.csv').read())",
        "away": "print(open('here.txt').read())",
        "program": "import subprocess\nprint(subprocess.check_output('../run.sh', text=True))",
        "writes": "open('../out/y.csv', 'w').write('1')",
    }.items():
        written(place / "notebooks" / f"{name}.ipynb", source)
    (place / "notebooks" / "local.py").write_text("ANSWER = 42\n")
    for name, content in (("data/x.csv", "before"), ("notebooks/here.txt", "here"), (".gitignore", "out\n")):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(content)
    (place / "run.sh").write_text("#!/bin/sh\necho run\n")
    (place / "run.sh").chmod(0o755)
    (place / "out").mkdir()
    for words in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "1"),
    ):
        subprocess.run(["git", *words], cwd=place, check=True)
    for notebook in sorted((place / "notebooks").glob("*.ipynb")):
        jupyter_repro.snapshot(notebook)
    (place / "data" / "x.csv").write_text("after")
    return place


def verified(project, *options):
    done = command("verify", ".", "--format", "json", *options, cwd=project)
    assert done.stdout, done.stderr
    return done, json.loads(done.stdout)


def shared(project, workers, address):
    return verified(project, "--executor", workers.scheduler_address, "--share", address)


def left_of(workers):
    """Files of a project, and archives, among the temporary files of the workers."""
    return [path for path in workers.temporary.rglob("*") if path.suffix in {".ipynb", ".csv", ".zip"}]


def without_figures(report):
    return [*map(without_costs, msgspec.convert(report, Verdicts).notebooks)]


def test_the_verdicts_are_those_of_this_machine(project, workers, tmp_path):
    there, answer = shared(project, workers, str(tmp_path / "share"))
    assert left_of(workers) == []
    assert load_snapshot(project / "notebooks" / "same.ipynb").verified
    assert not load_snapshot(project / "notebooks" / "other.ipynb").verified
    here, local = verified(project)
    assert there.returncode == here.returncode == 1
    assert answer["errors"] == []
    assert without_figures(answer) == without_figures(local)


def test_a_worker_runs_in_a_copy_of_its_own(project, workers, tmp_path):
    found = {}

    def work(path, _progress):
        return [path, os.getpid()]

    executor = SharingExecutor(executor_at(workers.scheduler_address), str(tmp_path / "share"))
    jobs = [QueuedNotebook(str(path)) for path in sorted(project.glob("notebooks/*.ipynb"))]
    for index, (path, process) in executor.run(work, jobs, 2, UNWATCHED):
        found[index] = Path(path)
        assert process != os.getpid()
    assert len(set(found.values())) == len(jobs)
    assert all(path.is_relative_to(workers.temporary) for path in found.values())
    assert left_of(workers) == []


def test_a_worker_that_cannot_reach_the_address_says_so_in_one_line(project, workers, tmp_path):
    share = tmp_path / "share"

    def work(path, _progress):
        return path

    class Removing(SharingExecutor):
        """Takes away what was put there before a worker has fetched it."""

        def run(self, work, jobs, number, watcher):
            shutil.rmtree(share)
            return executor_at(workers.scheduler_address).run(work, jobs, number, watcher)

    job = QueuedNotebook(str(project / "notebooks" / "same.ipynb"))
    ((_, answer),) = SharingExecutor(Removing(None, ""), str(share)).run(work, [job], 1, UNWATCHED)
    assert isinstance(answer, ReproError)
    assert answer.what == f"the worker on {platform.node()} cannot read the share {share}: it is not there"
    assert "let the workers reach it" in answer.remedy
