"""What a sweep of 20 runs, two at a time, costs, as ratios to plain papermill runs of the same, two at a time.

papermill runs as its command, a process for each run, and in a script of two threads that imports it once. The notebook
computes next to nothing, so that what is left is the fixed cost of a run; the recorder's in the kernel is a part of it.
They alternate, so that the state of the machine is the same for all.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROUNDS = 3
JOBS = 2
RATES, SEEDS = ("0.1", "0.05", "0.02", "0.01"), range(1, 6)
TARGET = 1.10
COMMANDS, SCRIPT = "a process a run", "a script of all"
TRACKED = "sweep, published in MLflow"
STORE = "mlflow:sqlite:///mlflow.db"
SOURCES = (
    "lr, seed = 0.1, 0",
    "import random\nrows = [random.random() for _ in range(10_000)]",
    "weight = 0.0\nfor row in rows:\n    weight += lr * (row - weight)",
    "print(weight)",
)


def training_notebook(folder: Path) -> Path:
    """A notebook with parameters that trains something in no time: what is measured is all else."""
    path = folder / "train.ipynb"
    notebook = new_notebook(cells=[new_code_cell(source) for source in SOURCES])
    notebook.cells[0].metadata.tags = ["parameters"]
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


def run(*command: str | Path) -> None:
    """A command that must succeed."""
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


def papermill(path: Path, rate: str, seed: int) -> None:
    """One plain run."""
    command = Path(sys.executable).with_name("papermill")
    out = path.with_name(f"out-{rate}-{seed}.ipynb")
    run(command, path, out, "-p", "lr", rate, "-p", "seed", str(seed), "--cwd", path.parent)


def papermill_here(path: Path, rate: str, seed: int) -> None:
    """One plain run in this process."""
    from papermill import execute_notebook

    out = path.with_name(f"here-{rate}-{seed}.ipynb")
    parameters = {"lr": float(rate), "seed": seed}
    execute_notebook(str(path), str(out), parameters, cwd=str(path.parent), progress_bar=False)


def all_by(one: Callable[[Path, str, int], None], path: Path) -> None:
    """All runs by papermill alone."""
    with ThreadPoolExecutor(JOBS) as pool:
        for each in [pool.submit(one, path, rate, seed) for rate in RATES for seed in SEEDS]:
            each.result()


def script(path: Path) -> None:
    """All runs by papermill in a process of their own."""
    run(sys.executable, __file__, path)


def sweep(track: str, path: Path) -> None:
    """All runs as one sweep, published where it says."""
    command = Path(sys.executable).with_name("jupyter-repro")
    values = ("-p", "lr", ",".join(RATES), "-p", "seed", f"{SEEDS[0]}:{SEEDS[-1]}")
    run(command, "sweep", path, *values, "--jobs", str(JOBS), "--track", track)


def seconds(act: Callable[[Path], None], path: Path) -> float:
    """Wall time."""
    began = time.perf_counter()
    act(path)
    return time.perf_counter() - began


def main() -> None:
    """Print the medians and their ratio."""
    folder = Path(tempfile.mkdtemp())
    path = training_notebook(folder)
    ways = {
        COMMANDS: partial(all_by, papermill),
        SCRIPT: script,
        "sweep": partial(sweep, "off"),
        TRACKED: partial(sweep, STORE),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, act in ways.items():
            times[name].append(seconds(act, path))
    shutil.rmtree(folder)
    medians = {name: statistics.median(each) for name, each in times.items()}
    print(f"{len(RATES) * len(SEEDS)} runs, {JOBS} at a time, median of {ROUNDS}")
    for bare in (COMMANDS, SCRIPT):
        print(f"papermill, {bare:<17} {medians[bare]:5.1f} s")
    for name in ("sweep", TRACKED):
        ratios = " and ".join(f"{medians[name] / medians[bare]:.2f}" for bare in (COMMANDS, SCRIPT))
        print(f"{name:<28} {medians[name]:5.1f} s, ratios {ratios} (target at most {TARGET:.2f})")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        all_by(papermill_here, Path(sys.argv[1]))
    else:
        main()
