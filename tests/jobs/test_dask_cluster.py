"""Notebooks on a real cluster of Dask: two worker processes."""

from __future__ import annotations

import os
import signal
import sys
import time

import cloudpickle
import distributed
import msgspec
import pytest
from conftest import CURRENT_TEST, inside, written

import jupyter_repro
from jupyter_repro.errors import ReproError
from jupyter_repro.jobs.watcher import UNWATCHED, Unwatched
from jupyter_repro.records.queued_notebook import QueuedNotebook
from jupyter_repro.verdicts import Verdicts, without_costs
from jupyter_repro.verifying.batch import executor_at

cloudpickle.register_pickle_by_value(sys.modules[__name__])


@pytest.fixture(scope="module")
def cluster():
    """Two workers, and a scheduler with an address."""
    options = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "dashboard_address": "127.0.0.1:0",
        "silence_logs": 50,
    }
    known = {*os.environ, CURRENT_TEST}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster
    # Dask leaves the variables of its workers set in this process, in which tests of other files run afterwards
    for name in os.environ.keys() - known:
        del os.environ[name]


def answers(cluster, work, *paths, watcher=UNWATCHED):
    jobs = [QueuedNotebook(str(path)) for path in paths]
    return dict(executor_at(cluster.scheduler_address).run(work, jobs, 2, watcher))


def doubled(path, _progress):
    return path * 2


def test_each_has_its_answer(cluster, tmp_path):
    paths = [str(written(tmp_path / f"{name}.ipynb", "1")) for name in "abc"]
    assert answers(cluster, doubled, *paths) == {index: path * 2 for index, path in enumerate(paths)}


def refusing(path, _progress):
    raise ReproError("it cannot be", "let it be")


def test_an_error_of_ours_comes_back_as_it_is(cluster, tmp_path):
    (answer,) = answers(cluster, refusing, written(tmp_path / "a.ipynb", "1")).values()
    assert (answer.what, answer.remedy) == ("it cannot be", "let it be")


class KilledOnce:
    """Work that ends the process of its worker when it first begins."""

    def __init__(self, mark):
        self.mark = mark

    def __call__(self, path, _progress):
        if path.endswith("b.ipynb") and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.1)
        return path


def test_what_a_worker_that_dies_had_is_run_by_another(cluster, tmp_path):
    paths = [str(written(tmp_path / f"{name}.ipynb", "1")) for name in "abcdef"]
    mark = tmp_path / "killed"
    assert answers(cluster, KilledOnce(mark), *paths) == dict(enumerate(paths))
    assert mark.exists()


def test_a_lost_scheduler_leaves_the_rest_with_an_error(tmp_path):
    paths = [str(written(tmp_path / f"{name}.ipynb", "1")) for name in "ab"]
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:

        class Closing(Unwatched):
            """Closes the cluster when the first notebook has ended."""

            def ended(self, path, answer):
                if not isinstance(answer, ReproError):
                    cluster.close()

        found = answers(cluster, slow, *paths, watcher=Closing())
    assert found[0] == paths[0]
    assert "b.ipynb was not run" in str(found[1])


def slow(path, _progress):
    time.sleep(0.5 if path.endswith("a.ipynb") else 60)
    return path


def test_a_scheduler_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("jupyter_repro.jobs.dask_cluster.PATIENCE", "1s")
    with pytest.raises(ReproError, match=r"no scheduler of Dask answers at tcp://127\.0\.0\.1:1"):
        list(executor_at("tcp://127.0.0.1:1").run(doubled, [QueuedNotebook("a")], 1, UNWATCHED))


def test_an_executor_that_is_unknown_is_named():
    with pytest.raises(ReproError, match="there is no executor 'clouds'"):
        executor_at("clouds")


def test_the_verdicts_are_those_of_this_machine(cluster, tmp_path):
    for name, source in (("same", "print(1)"), ("other", "print(open('x').read())")):
        (tmp_path / "x").write_text("before")
        jupyter_repro.snapshot(written(tmp_path / f"{name}.ipynb", source))
    (tmp_path / "x").write_text("after")
    local = inside("verify", ".", "--format", "json", cwd=tmp_path)
    there = inside("verify", ".", "--format", "json", "--executor", cluster.scheduler_address, cwd=tmp_path)
    assert there.returncode == local.returncode == 1
    assert _without_figures(there.stdout, tmp_path) == _without_figures(local.stdout, tmp_path)


def _without_figures(report, folder):
    """The verdicts, without times and memory, by the names that they have in their folder."""
    verdicts = msgspec.json.decode(report.replace(f"{folder}/", ""), type=Verdicts)
    return [*map(without_costs, verdicts.notebooks)]
