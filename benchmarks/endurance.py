"""What a process holds on to that verifies one notebook after another: memory, descriptors, threads, temporary files.

A server lives for weeks. 2,000 verifications, or as many as the argument says; what is held is printed ten times.
With `--server` they are jobs of a real Jupyter server, asked for as a page asks for them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_notebook

import jupyter_repro

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from live_server import asked, server

SERVER = "--server"
ENDED = {"done", "failed", "cancelled"}
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


def held(scratch: Path, process: psutil.Process) -> Iterator[str]:
    """What a process holds on to now."""
    yield f"{process.memory_info().rss / 1e6:.0f} MB"
    yield f"{process.num_fds()} descriptors"
    yield f"{process.num_threads()} threads"
    yield f"{len(process.children(recursive=True))} processes"
    yield f"{sum(1 for _ in scratch.iterdir())} temporary files"


def serving_process() -> psutil.Process:
    """The Jupyter server, which is a child of this process."""
    return next(each for each in psutil.Process().children() if "jupyter-server" in " ".join(each.cmdline()))


def verified_by(address: str) -> Callable[[Path], str]:
    """Verifies by jobs of the server at this address; answers the status."""

    def verify(path: Path) -> str:
        job = asked(f"{address}/jupyter-repro/jobs", {"path": path.name, "kind": "verify"})
        while job["phase"] not in ENDED:
            time.sleep(0.05)
            job = asked(f"{address}/jupyter-repro/jobs/{job['id']}")
        return str(job["verdict"]["status"])

    return verify


@contextmanager
def verifying(folder: Path, *, by_server: bool) -> Iterator[tuple[Callable[[Path], str], psutil.Process]]:
    """What verifies a notebook, and the process that does."""
    if not by_server:
        yield lambda path: jupyter_repro.verify(path).status, psutil.Process()
        return
    with server("server", folder) as (address, _):
        yield verified_by(address.removesuffix("/api")), serving_process()


def main() -> None:
    """Verify, and print what is held."""
    numbers = [int(word) for word in sys.argv[1:] if word != SERVER]
    runs = numbers[0] if numbers else 2000
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder, "tmp")
        scratch.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        path = recorded(Path(folder))
        with verifying(Path(folder), by_server=SERVER in sys.argv) as (verify, process):
            measure(runs, path, verify, lambda: held(scratch, process))


def measure(
    runs: int, path: Path, verify: Callable[[Path], str], held_now: Callable[[], Iterator[str]]
) -> None:
    """Verify so often; raises SystemExit where one is not identical."""
    began = time.perf_counter()
    for number in range(runs + 1):
        if number % max(runs // 10, 1) == 0:
            print(f"after {number:5} verifications: {', '.join(held_now())}", flush=True)
        if number < runs and verify(path) != "identical":
            raise SystemExit(f"verification {number} is not identical")
    print(f"{(time.perf_counter() - began) / runs:.2f} s a verification")


if __name__ == "__main__":
    main()
