"""How often a notebook that gives the same result is said to differ: examples/ and tests/notebooks, again and again.

Each notebook is recorded once, in a copy of its folder. Then it is verified 20 times, or as often as the first argument
says, each time in another copy, so that the folder's name and every file's time differ too. What draws from the
operating system's entropy differs truly: it is told apart.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import jupyter_repro

ROOT = Path(__file__).parents[1]
FOLDERS = ("examples", "tests/notebooks")
DIFFERS_TRULY = {"unrepeatable.ipynb", "entropy.ipynb"}
OLD = "rescue"
"""Folder of notebooks that do not run on the packages of today."""
CANNOT_BE_RECORDED = {"dies.ipynb", "timeout.ipynb", "errors_stored.ipynb"}


def recorded(folder: Path) -> list[Path]:
    """The notebooks below a folder, each with a snapshot."""
    every = sorted(path for path in folder.rglob("*.ipynb") if path.parent.name != OLD)
    paths = [path for path in every if path.name not in CANNOT_BE_RECORDED]
    for path in paths:
        jupyter_repro.snapshot(path)
    return paths


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    statuses: Counter[tuple[str, str]] = Counter()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        for name in FOLDERS:
            first = Path(shutil.copytree(ROOT / name, Path(temporary) / name / "recorded"))
            paths = [path.relative_to(first) for path in recorded(first)]
            for run in range(runs):
                copy = Path(
                    shutil.copytree(first, first.parent / f"copy {run}", copy_function=shutil.copyfile)
                )
                for path in paths:
                    verdict = jupyter_repro.verify(copy / path)
                    kind = "differ truly" if path.name in DIFFERS_TRULY else "repeat"
                    statuses[kind, verdict.status] += 1
                    if kind == "repeat" and verdict.exit_status:
                        print(f"false alarm: {name}/{path}, run {run}: {verdict.root}", flush=True)
                shutil.rmtree(copy)
    print(f"false alarms: {runs} runs of {', '.join(FOLDERS)}, {time.perf_counter() - start:.0f} s")
    for (kind, status), count in sorted(statuses.items()):
        print(f"  notebooks that {kind}: {count} {status}")


if __name__ == "__main__":
    main()
