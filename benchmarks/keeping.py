"""What keeping a large file costs: disk space and time, against ten copies, against reading it, and against cp.

A file of 1 GB, of rows of text, is recorded ten times, that is digested and kept, each time with another hundredth of
it changed: rows changed in place, appended, or inserted. Before each, pandas reads it once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from jupyter_repro.cache_folder import CACHE, cache_folder
from jupyter_repro.digest import digest_file
from jupyter_repro.digest_cache import SETTLED, cached_digest
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


def recorded(path: Path) -> None:
    """What a recording does with a file that was not written to just now: digested, then kept."""
    digest, _ = cached_digest(str(path))
    keep(path, digest)


def settle() -> None:
    """Let files get older than what is not remembered, with no writing to the disk going on."""
    os.sync()
    time.sleep(SETTLED / 1e9 + 0.1)


def pandas_and_recorded(path: Path) -> tuple[float, float]:
    """Seconds of reading the file once, and of recording it, one behind the other: machines change their pace."""
    settle()
    return seconds(lambda: pd.read_csv(path, header=None)), seconds(lambda: recorded(path))


def recorded_first(path: Path) -> tuple[float, float]:
    """As `pandas_and_recorded` where nothing is kept, the pair of the smallest ratio of three."""
    pairs = []
    for _ in range(3):
        shutil.rmtree(cache_folder(), ignore_errors=True)
        pairs.append(pandas_and_recorded(path))
    return min(pairs, key=lambda pair: pair[1] / pair[0])


def recorded_again(path: Path, change: Changes) -> tuple[list[tuple[float, float]], float, float]:
    """As `pandas_and_recorded`, of each changed version; space against ten copies, and what it could be at best."""
    copies = new = path.stat().st_size
    pairs = []
    for version in range(1, VERSIONS):
        change(path, version)
        copies, new = copies + path.stat().st_size, new + CHANGED * WIDTH
        pairs.append(pandas_and_recorded(path))
    return pairs, used() / copies, new / copies


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
            first = recorded_first(path)
            again, space, best = recorded_again(path, change)
            print(f"1 GB, ten times, 1 % {change.__name__.replace('_', ' ')}")
            print(f"  space against ten copies  {space:.3f} (all that is new: {best:.3f})")
            print_time("recorded first", [first])
            print_time("recorded again", again)
            print_time("all ten", [first, *again])
            if change is not inserted:
                shutil.rmtree(folder / change.__name__)
        restored(path, folder)


def print_time(what: str, pairs: Sequence[tuple[float, float]]) -> None:
    """The time of recordings, against that of reading the file once for each."""
    pandas, ours = map(sum, zip(*pairs, strict=True))
    print(
        f"  {what:<24}  {ours / pandas:.3f} of pandas.read_csv (target at most 0.10); {ours / len(pairs):.2f} s"
    )


if __name__ == "__main__":
    main()
