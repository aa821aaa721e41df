"""What a process holds on to that verifies one notebook after another: memory, descriptors, threads, temporary files.

A server lives for weeks. 2,000 verifications, or as many as the first argument says; what is held is printed ten times.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_notebook

import jupyter_repro

CELLS = (
    "import random\nrows = [random.random() for _ in range(1000)]",
    "sum(rows)",
    "print(open('a.txt').read())",
)


def recorded(folder: Path) -> Path:
    """A small notebook that reads a file, with its snapshot."""
    (folder / "a.txt").write_text("1")
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "a.ipynb"
    nbformat.write(notebook, path)
    jupyter_repro.snapshot(path)
    return path


def held(scratch: Path) -> Iterator[str]:
    """What this process holds on to now."""
    process = psutil.Process()
    yield f"{process.memory_info().rss / 1e6:.0f} MB"
    yield f"{process.num_fds()} descriptors"
    yield f"{threading.active_count()} threads"
    yield f"{len(process.children(recursive=True))} processes"
    yield f"{sum(1 for _ in scratch.iterdir())} temporary files"


def main() -> None:
    """Verify, and print what is held."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder, "tmp")
        scratch.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        path = recorded(Path(folder))
        began = time.perf_counter()
        for number in range(runs + 1):
            if number % max(runs // 10, 1) == 0:
                print(f"after {number:5} verifications: {', '.join(held(scratch))}", flush=True)
            if number < runs and jupyter_repro.verify(path).status != "identical":
                raise SystemExit(f"verification {number} is not identical")
        print(f"{(time.perf_counter() - began) / runs:.2f} s a verification")


if __name__ == "__main__":
    main()
