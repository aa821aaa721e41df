"""What a sweep of 20 runs, two at a time, costs, as a ratio to plain papermill runs of the same, two at a time.

Both as a user runs them: papermill is a process for each run, as in a loop of a shell. They alternate, so that the
state of the machine is the same for both.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROUNDS = 3
JOBS = 2
RATES, SEEDS = ("0.1", "0.05", "0.02", "0.01"), range(1, 6)
TARGET = 1.10
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
    script = Path(sys.executable).with_name("papermill")
    out = path.with_name(f"out-{rate}-{seed}.ipynb")
    run(script, path, out, "-p", "lr", rate, "-p", "seed", str(seed), "--cwd", path.parent)


def bare(path: Path) -> None:
    """All runs by papermill alone."""
    with ThreadPoolExecutor(JOBS) as pool:
        for each in [pool.submit(papermill, path, rate, seed) for rate in RATES for seed in SEEDS]:
            each.result()


def sweep(path: Path) -> None:
    """All runs as one sweep."""
    script = Path(sys.executable).with_name("jupyter-repro")
    values = ("-p", "lr", ",".join(RATES), "-p", "seed", f"{SEEDS[0]}:{SEEDS[-1]}")
    run(script, "sweep", path, *values, "--jobs", str(JOBS), "--track", "off")


def seconds(act: object, path: Path) -> float:
    """Wall time."""
    began = time.perf_counter()
    act(path)  # type: ignore[operator]
    return time.perf_counter() - began


def main() -> None:
    """Print the medians and their ratio."""
    folder = Path(tempfile.mkdtemp())
    path = training_notebook(folder)
    plain, ours = [], []
    for _ in range(ROUNDS):
        plain.append(seconds(bare, path))
        ours.append(seconds(sweep, path))
    shutil.rmtree(folder)
    count = len(RATES) * len(SEEDS)
    before, after = statistics.median(plain), statistics.median(ours)
    print(f"papermill, {count} runs    {before:.1f} s (median of {ROUNDS})")
    print(f"jupyter repro sweep   {after:.1f} s")
    print(f"ratio                 {after / before:.2f} (target at most {TARGET:.2f})")


if __name__ == "__main__":
    main()
