"""Pin, record, re-execute and compare Jupyter notebooks, and say which cell diverged first and why.

In a notebook: `%load_ext jupyter_repro`, then `%repro pin 42` and `%repro snapshot`. From Python:

>>> import jupyter_repro
>>> jupyter_repro.snapshot("analysis.ipynb")    # doctest: +SKIP
>>> jupyter_repro.verify("analysis.ipynb").status    # doctest: +SKIP
'identical'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from os import PathLike
    from types import ModuleType

    from jupyter_repro.recording.named_blocks import Run
    from jupyter_repro.records.snapshot import Snapshot
    from jupyter_repro.verdicts import Verdict

__all__ = ["jax_key", "load_ipython_extension", "pin", "run", "snapshot", "verify", "why"]


def pin(seed: int, *, per_cell: bool = False, uuid: bool = False) -> None:
    """Pin every generator of this process from `seed`, as `%repro pin` does.

    `per_cell` sets all states again at each cell's start, `uuid` makes `uuid.uuid4()` repeat as well.
    Raises ReproError for a seed outside 0 … 2³²-1.
    """
    from jupyter_repro.pinning.applied_pins import PER_CELL, PINNING, UUID
    from jupyter_repro.pinning.seeds import checked_seed

    PINNING.pin(checked_seed(seed), [*([PER_CELL] if per_cell else []), *([UUID] if uuid else [])])


def jax_key() -> Any:
    """A new key for `jax.random`, made from the pinned seed.

    Raises ReproError where nothing is pinned.
    """
    from jupyter_repro.pins.jax import key

    return key()


def run(name: str) -> AbstractContextManager[Run]:
    """A part of the notebook's, or the script's, run that has a name; runs may stand in each other.

    `with jupyter_repro.run("fold 1") as run: run.log_metric("accuracy", 0.9)`. In a notebook it is recorded, and goes
    to the tracker as a child of the notebook's run. A script's go to the tracker that its settings name, when the
    outermost one ends.
    """
    from jupyter_repro.recording.kernel import recorder_here

    if here := recorder_here():
        return here.blocks.opened(name)
    from jupyter_repro.tracking.script_runs import script_run

    return script_run(name)


def snapshot(path: str | PathLike[str], *, seed: int | None = None, **parameters: Any) -> Snapshot:
    """Execute a notebook in a fresh kernel, write its outputs into it and its snapshot beside it.

    `parameters` are injected as papermill does. Raises ReproError; then both files are as they were.
    """
    from pathlib import Path

    from jupyter_repro.notebooks.notebook_files import read_notebook
    from jupyter_repro.taking_snapshots.companions import lock_and_keep
    from jupyter_repro.taking_snapshots.recorded_run import RecordingOptions, record
    from jupyter_repro.tracking.publishing import publish_beside

    recorded = record(str(path), RecordingOptions(seed=seed, parameters=parameters or None))
    lock_and_keep(Path(path), recorded)
    publish_beside(Path(path), read_notebook(Path(path)))
    return recorded


def verify(path: str | PathLike[str]) -> Verdict:
    """Re-execute a notebook against its snapshot and compare every output; never writes to the notebook.

    Raises ReproError for a notebook or snapshot that cannot be read.
    """
    from jupyter_repro.verifying.notebook import verify as verify_one
    from jupyter_repro.verifying.verdict_updates import update_tracker

    return update_tracker(verify_one(str(path)))


def why(path: str | PathLike[str], *, budget: float = 60.0) -> Verdict:
    """Verify a notebook, and prove by experiment why it does not come out as it was recorded.

    `budget` is in seconds, for all experiments. Nothing that lies here is written to. Raises ReproError for a notebook
    or snapshot that cannot be read.
    """
    from pathlib import Path

    from jupyter_repro.experiments.why import Inquiry
    from jupyter_repro.experiments.why import why as explain

    return explain(Path(path), inquiry=Inquiry(budget))


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext jupyter_repro`: register `%repro` and begin to record; changes no behaviour."""
    from jupyter_repro.magics import register
    from jupyter_repro.recording.kernel import recorder

    register(shell)
    if hasattr(shell, "kernel"):
        recorder(shell)


# doors that a host opens in every run of its own, whether or not anything of ours is asked for


def _execute_for_papermill(nb: Any, kernel_name: str, output_path: str | None, **options: Any) -> Any:
    """What papermill's engine `repro` does."""
    from jupyter_repro.verifying.papermill_run import execute_notebook

    return execute_notebook(nb, kernel_name, output_path, **options)


def _pytest_notebooks() -> ModuleType:
    """The plug-in of pytest's that collects notebooks."""
    from jupyter_repro.pytest_plugin import notebooks

    return notebooks


def _time_limit(text: str) -> float:
    """The seconds that an option of pytest means."""
    from jupyter_repro.records.run_limits import time_limit

    return time_limit(text)


def _memory_limit(text: str) -> int:
    """The bytes that an option of pytest means."""
    from jupyter_repro.records.run_limits import memory_limit

    return memory_limit(text)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where Jupyter Server finds our extension."""
    from jupyter_repro.server.app import ReproServer

    return [{"module": "jupyter_repro.server.app", "app": ReproServer}]
