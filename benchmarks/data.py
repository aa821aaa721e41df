"""What recording data costs: beside the same notebook without it, and beside reading the same files."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import msgspec
from live import session
from nbformat.v4 import new_code_cell, new_notebook, new_output

from jupyter_repro.digest import digest_file
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.files.folder_digest import folder_content
from jupyter_repro.recording.notes import Notes
from jupyter_repro.records.snapshot import Packages
from jupyter_repro.snapshots.snapshot_file import encode_snapshot
from jupyter_repro.taking_snapshots.assembly import snapshot_of

ROUNDS = 5
LARGE = 512 * 2**20
SMALL_FILES = 100_000

NOTEBOOK = """
import time
import numpy as np, pandas as pd, pyarrow.parquet as pq, sqlite3
began = time.perf_counter()
for number in range(20):
    frame = pd.read_csv(f'{number}.csv')
    frame.groupby('key').mean()
for number in range(20):
    pq.read_table(f'{number}.parquet').to_pandas().sort_values('x')
rows = sqlite3.connect('d.db').execute('select key, avg(x) from t group by key').fetchall()
a = np.load('a.npy', mmap_mode='r'); (a * 2).sum()
print(time.perf_counter() - began)
"""


def made(folder: Path) -> None:
    """The data of the notebook, about 100 MB."""
    import sqlite3

    import numpy as np
    import pandas as pd

    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"key": random.integers(0, 50, 50_000), "x": random.random(50_000), "y": random.random(50_000)}
    )
    for number in range(20):
        frame.to_csv(folder / f"{number}.csv", index=False)
        frame.to_parquet(folder / f"{number}.parquet")
    frame.to_sql("t", sqlite3.connect(folder / "d.db"), index=False)
    np.save(folder / "a.npy", random.random(2_000_000))


def notebook_seconds(folder: Path, *, ours: bool) -> float:
    """A fresh kernel, the fastest of three."""
    with session(folder) as kernel:
        if ours:
            kernel.run("%load_ext jupyter_repro")
        return min(float(kernel.shown(NOTEBOOK)) for _ in range(3))


def seconds(act: Callable[[Path], object], path: Path, *, cold: bool) -> float:
    """The fastest of three; `cold` where the file has to come from the disk."""

    def once() -> float:
        if cold:
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        began = time.perf_counter()
        act(path)
        return time.perf_counter() - began

    return min(once() for _ in range(3))


def read_through(path: Path) -> None:
    """Read a file, as fast as Python can."""
    buffer = bytearray(2**20)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def many_files(folder: Path) -> None:
    """A hundred folders of small files."""
    for number in range(SMALL_FILES):
        if number % 1000 == 0:
            (folder / str(number)).mkdir()
        (folder / str(number // 1000 * 1000) / f"{number}.csv").write_text(f"{number},1\n" * 20)


def snapshot_figures(folder: Path) -> None:
    """Seconds and bytes of a snapshot of 500 cells and 500 packages."""
    cells = [
        new_code_cell(
            f"frame{number} = load({number})\nframe{number}.describe()",
            id=f"cell-{number}",
            outputs=[new_output("execute_result", {"text/plain": f"row {number}\n" * 20}, execution_count=1)],
        )
        for number in range(500)
    ]
    packages = {f"package-{number}": f"1.{number}.0" for number in range(500)}
    sections = {"packages": Packages(dict(list(packages.items())[:100]), packages)}
    notes = Notes(seed=42, folder=str(folder), sections=msgspec.to_builtins(sections))
    notebook = new_notebook(cells=cells)
    began = time.perf_counter()
    content = encode_snapshot(
        snapshot_of(notebook, folder / "a.ipynb", notes, kernel="python3", language="python")
    )
    took = time.perf_counter() - began
    print(
        f"500 cells, 500 packages       {took:.2f} s (target at most 0.30 s), {len(content) / 1e6:.2f} MB (at most 1)"
    )


def main() -> None:
    """Print the figures and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[CACHE] = str(folder / "cache")
        made(folder)
        pairs = [
            (notebook_seconds(folder, ours=False), notebook_seconds(folder, ours=True)) for _ in range(ROUNDS)
        ]
        plain, ours = (statistics.median(each) for each in zip(*pairs, strict=True))
        print(f"a data-heavy notebook         {ours / plain:.3f} (target at most 1.03)")
        large = folder / "large"
        large.write_bytes(os.urandom(2**20) * (LARGE // 2**20))
        read, digested = seconds(read_through, large, cold=True), seconds(digest_file, large, cold=True)
        print(f"digest against reading        {read / digested:.2f} (target at least 0.60), from the disk")
        print(
            f"digest, from memory           {LARGE / seconds(digest_file, large, cold=False) / 1e9:.1f} GB/s"
        )
        snapshot_figures(folder)
        (folder / "many").mkdir()
        many_files(folder / "many")
        time.sleep(2.5)  # files that were written just now are not remembered
        for state, target in (("cold", 20), ("cached", 2)):
            began = time.perf_counter()
            folder_content(str(folder / "many"))
            took = time.perf_counter() - began
            print(f"{SMALL_FILES} small files, {state:6}   {took:.2f} s (target at most {target} s)")


if __name__ == "__main__":
    main()
