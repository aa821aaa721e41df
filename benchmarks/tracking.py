"""What publishing a run in MLflow adds to a recording, besides what importing MLflow's client takes.

examples/sales.ipynb is recorded without and with `--track`, into a database that is there; the import is that of
`mlflow.tracking` in a process that does nothing else, less the start of Python. They alternate, so that the state of
the machine is the same for all.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
ROUNDS = 5
TARGET = 1.0
"""Seconds."""
STORE = "mlflow:sqlite:///mlflow.db"


def seconds(*command: str | Path, folder: Path) -> float:
    """Wall time of a command that must succeed."""
    began = time.perf_counter()
    subprocess.run(list(map(str, command)), cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the medians and what is left of their difference."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
    snapshot = (Path(sys.executable).with_name("jupyter-repro"), "snapshot", "sales.ipynb", "--track")
    ways: dict[str, tuple[str | Path, ...]] = {
        "not tracked": (*snapshot, "off"),
        "tracked": (*snapshot, STORE),
        "Python": (sys.executable, "-c", "pass"),
        "import": (sys.executable, "-c", "import mlflow.tracking, os; os._exit(0)"),
    }
    seconds(*ways["tracked"], folder=folder)  # makes the database, once
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, command in ways.items():
            times[name].append(seconds(*command, folder=folder))
    shutil.rmtree(folder)
    took = {name: statistics.median(each) for name, each in times.items()}
    added, imported = took["tracked"] - took["not tracked"], took["import"] - took["Python"]
    print(f"snapshot, not tracked    {took['not tracked']:.2f} s (median of {ROUNDS})")
    print(f"snapshot, tracked        {took['tracked']:.2f} s, {added:.2f} s more")
    print(f"importing mlflow.tracking {imported:.2f} s")
    print(f"besides the import       {added - imported:.2f} s (target at most {TARGET:.2f})")


if __name__ == "__main__":
    main()
