"""What `jupyter repro verify` of one small notebook costs, as a ratio to plain papermill on the same notebook.

Both run as a user runs them, a process each, alternating, so that the state of the machine is the same for both.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROUNDS = 11
TARGET = 1.10
SOURCES = ("x = list(range(10))", "print(sum(x))", "y = [i ** 2 for i in x]", "y", "print(max(y))")


def small_notebook(folder: Path) -> Path:
    """A notebook of five cells that need nothing."""
    path = folder / "small.ipynb"
    notebook = new_notebook(cells=[new_code_cell(source) for source in SOURCES])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)
    return path


def seconds(*command: str | Path) -> float:
    """Wall time of a command that must succeed."""
    began = time.perf_counter()
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the medians and their ratio."""
    folder = Path(tempfile.mkdtemp())
    path = small_notebook(folder)
    scripts = Path(sys.executable).parent
    seconds(scripts / "jupyter-repro", "snapshot", path)
    papermill, verify = [], []
    for _ in range(ROUNDS):
        papermill.append(seconds(scripts / "papermill", path, folder / "out.ipynb", "--cwd", folder))
        verify.append(seconds(scripts / "jupyter-repro", "verify", path))
    shutil.rmtree(folder)
    plain, ours = statistics.median(papermill), statistics.median(verify)
    print(f"papermill            {plain:.2f} s (median of {ROUNDS})")
    print(f"jupyter repro verify {ours:.2f} s")
    print(f"ratio                {ours / plain:.2f} (target at most {TARGET:.2f})")


if __name__ == "__main__":
    main()
