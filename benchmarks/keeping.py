"""What keeping a large file costs: disk space and time, against ten copies, against reading it, and against cp.

A file of 1 GB, of rows of text, is kept ten times, each time with another hundredth of it changed: rows changed in
place, appended, or inserted. What reads the file is measured from the disk, and pandas from memory.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from jupyter_repro.cache_folder import CACHE
from jupyter_repro.digest import digest_file
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


def cold(path: Path) -> None:
    """Let the file come from the disk next time."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_through(path: Path) -> None:
    buffer = bytearray(2**20)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def reading(path: Path) -> tuple[float, float]:
    """Seconds of reading the file from the disk, and of pandas."""
    times = []
    for _ in range(3):
        cold(path)
        times.append(seconds(lambda: read_through(path)))
    return min(times), seconds(lambda: pd.read_csv(path, header=None))


def used() -> int:
    """Bytes that the objects take on the disk."""
    return sum(path.stat().st_blocks * 512 for path in objects_folder().rglob("*") if path.is_file())


def kept_first(path: Path) -> float:
    """Seconds of keeping a file of which nothing is kept, the fastest of three."""
    digest, times = digest_file(path), []
    for _ in range(3):
        shutil.rmtree(objects_folder(), ignore_errors=True)
        os.sync()
        times.append(seconds(lambda: keep(path, digest)))
    return min(times)


def kept_again(path: Path, change: Changes) -> tuple[float, float, float]:
    """Seconds of keeping each changed version, the fastest; space against ten copies, and what it could be at best."""
    copies = new = path.stat().st_size
    times = []
    for version in range(1, VERSIONS):
        change(path, version)
        digest = digest_file(path)
        copies, new = copies + path.stat().st_size, new + CHANGED * WIDTH
        times.append(seconds(lambda digest=digest: keep(path, digest)))
    return min(times), used() / copies, new / copies


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


def main() -> None:
    """Print the figures and their ratios."""
    import jupyter_repro.kept_data.object_database  # noqa: F401  its import takes the same time for a file of any size

    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        folder = Path(name)
        path = folder / "data.csv"
        for change in (changed_in_place, appended, inserted):
            os.environ[CACHE] = str(folder / change.__name__)
            with path.open("wb") as file:
                file.writelines(parts(0))
            raw, pandas = reading(path)
            first = kept_first(path)
            again, space, best = kept_again(path, change)
            print(f"1 GB, ten times, 1 % {change.__name__.replace('_', ' ')}")
            print(f"  space against ten copies    {space:.3f} (all that is new: {best:.3f})")
            for what, took in (("kept first", first), ("kept again", again)):
                print(
                    f"  {what}                  {took / pandas:.3f} of pandas.read_csv (target at most 0.10), "
                    f"{took / raw:.1f} of a bare read from this disk; {took:.2f} s"
                )
            if change is not inserted:
                shutil.rmtree(folder / change.__name__)
        restored(path, folder)


if __name__ == "__main__":
    main()
