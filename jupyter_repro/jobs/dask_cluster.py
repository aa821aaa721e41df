"""Running many notebooks on a Dask cluster: one of this machine's own, or one at an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.digest import MISSING, Digest, digest_file
from jupyter_repro.errors import MissingExtra, ReproError
from jupyter_repro.executing.plan import Progress, no_progress
from jupyter_repro.extensions.protocols import Watcher
from jupyter_repro.jobs.queue import Queue
from jupyter_repro.records.queued_notebook import QueuedNotebook

PATIENCE = "10s"
"""How long a scheduler may take to answer."""
_START = "start one with: dask scheduler, and for each machine: dask worker tcp://HOST:8786"
_SHARED = (
    "let the workers see the same folder at the same path, or take the project to them with: --share ADDRESS"
)

Work = Callable[[str, Progress], Any]


class Task(NamedTuple):
    """A notebook as a worker gets it."""

    path: str
    folder: str
    """Working folder of the command."""
    digest: Digest


class DaskExecutor:
    """Each notebook is a task, and has a kernel of its own on the worker that takes it."""

    def __init__(self, address: str = "") -> None:
        self.address = address

    def at(self, address: str) -> DaskExecutor:
        """The same, on the cluster whose scheduler has this address."""
        return DaskExecutor(address)

    def run(
        self, work: Work, jobs: Sequence[QueuedNotebook], number: int, watcher: Watcher
    ) -> Iterator[tuple[int, Any]]:
        """The index of each job with its answer, as they end.

        A notebook whose worker ends is run again by another one. Raises MissingExtra, and ReproError for a scheduler
        that cannot be reached; where one is lost, the notebooks that are left have that as their answer.
        """
        if not jobs:
            return
        with self._client(min(number, len(jobs))) as client:
            yield from _run(client, work, jobs, watcher)

    @contextmanager
    def _client(self, number: int) -> Iterator[Any]:
        try:
            import distributed
        except ImportError:
            raise MissingExtra("distributed", "dask") from None
        if not self.address:
            with (
                distributed.LocalCluster(
                    n_workers=number, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
                ) as cluster,
                distributed.Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = distributed.Client(self.address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise ReproError(f"no scheduler of Dask answers at {self.address}: {error}", _START) from None
        with client:
            yield client


def _run(
    client: Any, work: Work, jobs: Sequence[QueuedNotebook], watcher: Watcher
) -> Iterator[tuple[int, Any]]:
    from distributed import as_completed

    queue, indexes = Queue(jobs), {}
    ended = as_completed()

    def submit() -> None:
        while (index := queue.take()) is not None:
            task = Task(jobs[index].path, str(Path.cwd()), _digest(jobs[index].path))
            future = client.submit(on_worker, work, task, pure=False)
            indexes[future] = index
            ended.add(future)
            watcher.began(jobs[index].path)

    try:
        submit()
        for future in ended:
            index = indexes.pop(future)
            answer = _answer(future, jobs[index].path)
            queue.ended(index)
            watcher.ended(jobs[index].path, answer)
            yield index, answer
            submit()
    finally:
        _clear(client, work)


def _clear(client: Any, work: Work) -> None:
    """Have each worker remove what the work left there; one that cannot be reached any more is passed over."""
    if clear := getattr(work, "clear", None):
        with suppress(Exception):  # of Dask: the scheduler is lost, or a worker
            client.run(clear, on_error="ignore")


def _answer(future: Any, path: str) -> Any:
    try:
        return future.result()
    except ReproError as error:
        return error
    except Exception as error:  # of Dask: the scheduler is lost, or several workers ended with this notebook
        what = " ".join(str(error).split()) or type(error).__name__
        return ReproError(f"{path} was not run: {what}", "verify it again")


def on_worker(work: Work, task: Task) -> Any:
    """Run `work` where a worker is. Raises ReproError where the worker does not see the notebook that is meant."""
    from distributed import get_worker

    if hasattr(work, "clear"):  # it brings its files along
        return work(task.path, no_progress)
    place = Path(task.folder, task.path)
    if task.digest != _digest(str(place)):
        raise ReproError(f"the worker {get_worker().address} does not see {place} as it is here", _SHARED)
    # a worker may have several threads, and the folder is the process's
    here = is_remote(task.path) or Path.cwd() == Path(task.folder)
    return work(task.path if here else str(place), no_progress)


def _digest(path: str) -> Digest:
    try:
        return "" if is_remote(path) else digest_file(path)
    except OSError:
        return MISSING
