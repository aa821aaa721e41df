"""What keeping a large file costs: disk space against ten copies, time against reading it, restoring against cp.

A file of 1 GB, of rows of text, is kept ten times, each time with another hundredth of it changed: rows changed in
place, appended, or inserted. Time is that of `jupyter repro snapshot` of a notebook that reads it with pandas, with and
without keeping it, in turn.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook

from jupyter_repro.digest import digest_file
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.files.digest_cache import SETTLED
from jupyter_repro.kept_data.places import objects_folder
from jupyter_repro.kept_data.store import fetch_kept, keep

WIDTH = 50
"""Bytes of a row, with four numbers."""
ROWS = 20_000_000
VERSIONS = 10
CHANGED = ROWS // 100

Changes = Callable[[Path, int], None]


def rows(count: int, seed: int) -> bytes:
    """Rows of random digits: nothing in them repeats."""
    digits = np.random.default_rng(seed).integers(48, 58, (count, WIDTH), dtype=np.uint8)
    digits[:, 1::12] = ord(".")
    digits[:, 11:-1:12] = ord(",")
    digits[:, -1] = ord("\n")
    return digits.tobytes()


def parts(seed: int) -> Iterator[bytes]:
    for number in range(20):
        yield rows(ROWS // 20, seed + number)


def changed_in_place(path: Path, version: int) -> None:
    with path.open("r+b") as file:
        file.seek(ROWS // 13 * version * WIDTH)
        file.write(rows(CHANGED, 100 + version))


def appended(path: Path, version: int) -> None:
    with path.open("ab") as file:
        file.write(rows(CHANGED, 200 + version))


def inserted(path: Path, version: int) -> None:
    place = ROWS // 13 * version * WIDTH
    with path.open("rb") as old, path.with_name("new").open("wb") as new:
        shutil.copyfileobj(_Beginning(old, place), new, 2**24)
        new.write(rows(CHANGED, 300 + version))
        shutil.copyfileobj(old, new, 2**24)
    path.with_name("new").replace(path)


class _Beginning:
    """The first bytes of a file."""

    def __init__(self, file: object, size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int) -> bytes:
        content = self._file.read(min(size, self._left))
        self._left -= len(content)
        return content


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def used() -> int:
    """Bytes that the objects take on the disk."""
    return sum(path.stat().st_blocks * 512 for path in objects_folder().rglob("*") if path.is_file())


def space(path: Path, change: Changes) -> tuple[float, float]:
    """Space of ten versions against ten copies, and what it could be at best."""
    copies = new = path.stat().st_size
    keep(path, digest_file(path))
    for version in range(1, VERSIONS):
        change(path, version)
        keep(path, digest_file(path))
        copies, new = copies + path.stat().st_size, new + CHANGED * WIDTH
    return used() / copies, new / copies


def snapshot_seconds(notebook: Path, keep: str) -> float:
    """Wall time of a recording under a setting, with files older than what is not remembered and the disk at rest."""
    settings = f'[tool.jupyter-repro.data]\nkeep = "{keep}"\nlimit = "5 GB"\n'
    notebook.with_name("pyproject.toml").write_text(settings)
    os.sync()
    time.sleep(SETTLED / 1e9 + 0.1)
    command = (Path(sys.executable).with_name("jupyter-repro"), "snapshot", notebook)
    return seconds(lambda: subprocess.run(command, check=True, capture_output=True))


def recordings(path: Path) -> tuple[list[float], list[float]]:
    """Seconds of ten recordings of a notebook that reads the file, where nothing is kept and where all is."""
    notebook = path.with_name("read.ipynb")
    cells = [new_code_cell(f"import pandas as pd\npd.read_csv({path.name!r}, header=None).shape")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), notebook)
    without, kept = [], []
    for version in range(VERSIONS):
        for setting, times in (("never", without), ("always", kept)):
            if version:
                changed_in_place(path, version)
            times.append(snapshot_seconds(notebook, setting))
    return without, kept


def restored(path: Path, folder: Path) -> None:
    """Restoring against cp, both until it is on the disk."""
    digest, pairs = digest_file(path), []
    for _ in range(3):
        ours = seconds(lambda: fetch_kept(digest, folder / "back", remote=""))
        (folder / "back").unlink()
        theirs = seconds(lambda: subprocess.run(["cp", path, folder / "back"], check=True))
        synced = seconds(lambda: subprocess.run(["sync", folder / "back"], check=True))
        (folder / "back").unlink()
        pairs.append((ours, theirs, theirs + synced))
    ours, theirs, synced = (min(each) for each in zip(*pairs, strict=True))
    print(
        f"restore against cp and sync   {ours / synced:.2f}; against cp, which waits for no disk {ours / theirs:.2f}"
    )


def print_times(path: Path) -> None:
    """What keeping adds to recordings, against reading the file once."""
    without, kept = recordings(path)
    reading = min(seconds(lambda: pd.read_csv(path, header=None)) for _ in range(3))
    first, again = kept[0] - without[0], statistics.median(kept[1:]) - statistics.median(without[1:])
    mean = (first + again * (VERSIONS - 1)) / VERSIONS
    print(f"pandas.read_csv of the file      {reading:.2f} s")
    print(f"jupyter repro snapshot           {statistics.median(without):.2f} s, where nothing is kept")
    print(f"  keeping adds, the first time   {first:.2f} s, {first / reading:.2f} of the reading")
    print(f"  keeping adds, 1 % changed      {again:.2f} s, {again / reading:.2f} of the reading")
    print(f"  mean of all ten                {mean:.2f} s, {mean / reading:.2f} (target at most 0.10)")


def main() -> None:
    """Print the figures and their ratios."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        folder = Path(name)
        path = folder / "data.csv"
        for change in (changed_in_place, appended, inserted):
            os.environ[CACHE] = str(folder / change.__name__)
            write(path)
            share, best = space(path, change)
            what = change.__name__.replace("_", " ")
            print(f"1 GB, ten times, 1 % {what:<16}  {share:.3f} of ten copies (all that is new: {best:.3f})")
        restored(path, folder)
        os.environ[CACHE] = str(folder / "recordings")
        write(path)
        print_times(path)


def write(path: Path) -> None:
    """The first version of the file."""
    with path.open("wb") as file:
        file.writelines(parts(0))


if __name__ == "__main__":
    main()
