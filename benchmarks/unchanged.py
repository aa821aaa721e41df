"""Whether `verify --changed` ever skips a notebook that would come out otherwise, by random changes.

Ten notebooks that depend on different things, and changes of what they may depend on, one at a time (tests/
input_changes.py). After each change one of the notebooks that would be skipped is verified: it has to be identical. A
notebook of another sort, many times over, shows what it costs to skip.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from conftest import command, written
from input_changes import CHANGES, NOTEBOOKS, changed, key, project_in, with_package

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import snapshot_path


def tried(project: Path, changes: int, seed: int) -> dict[str, Counter[str]]:
    """For each kind of change: how often, notebooks run again and skipped, and skipped ones that came out otherwise."""
    chance = random.Random(seed)
    found: dict[str, Counter[str]] = {change.__name__: Counter() for change in CHANGES}
    before = {name: key(project, name) for name in NOTEBOOKS}
    for number in range(changes):
        change = CHANGES[number % len(CHANGES)]
        with changed(project, change, chance):
            same = [name for name in NOTEBOOKS if key(project, name) == before[name]]
            count = found[change.__name__]
            count.update(changes=1, again=len(NOTEBOOKS) - len(same), skipped=len(same))
            if same:
                name = chance.choice(same)
                status = jupyter_repro.verify(project / f"{name}.ipynb").status
                count.update(verified=1, wrong=int(status != "identical"))
    return found


def table(found: dict[str, Counter[str]]) -> str:
    """One row a kind."""
    columns = ("changes", "again", "skipped", "verified", "wrong")
    heads = ("change", "times", "run again", "skipped", "of these verified", "came out otherwise")
    rows = [
        (name.replace("_", " "), *(str(count[each]) for each in columns)) for name, count in found.items()
    ]
    total = sum(found.values(), Counter())
    rows.append(("all", *(str(total[each]) for each in columns)))
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows))


def seconds_to_skip(folder: Path, notebooks: int) -> tuple[float, float]:
    """Wall time of `verify . --changed` for so many notebooks, the first time and when none has changed."""
    first = written(folder / "0000.ipynb", "print(1)")
    jupyter_repro.snapshot(first)
    for number in range(1, notebooks):
        other = first.with_name(f"{number:04}.ipynb")
        shutil.copy(first, other)
        shutil.copy(snapshot_path(first), snapshot_path(other))
    times = []
    for _ in range(2):
        began = time.perf_counter()
        done = command("verify", ".", "--changed", "--changed-store", "store", cwd=folder)
        times.append(time.perf_counter() - began)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return times[0], times[1]


def main() -> None:
    """Print the table and the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=2000)
    parser.add_argument("--notebooks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, with_package(Path(folder)):
        print(table(tried(project_in(Path(folder)), asked.changes, asked.seed)))
    with tempfile.TemporaryDirectory() as folder:
        run, skipped = seconds_to_skip(Path(folder), asked.notebooks)
    print(
        f"{asked.notebooks} notebooks: {run:.0f} s where all are run, {skipped:.1f} s where none has changed"
    )


if __name__ == "__main__":
    main()
