"""What is measured: ours and its peers as a user calls them, what a call costs, and calling all of them in turn."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

SCRIPTS = Path(sys.executable).parent
NOT_PASSED_ON = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTEST_ADDOPTS"}
PATIENCE = 5.0
"""Seconds in which the processes end that a command left behind."""
PR_SET_CHILD_SUBREAPER = 36
SHOWN = 3_000
"""Characters of what a command printed that failed."""

Command = list[str | Path]


@dataclass(frozen=True)
class Cost:
    """Seconds of one call, or of several one after the other."""

    wall: float
    cpu: float
    """Of the command and its kernels, also of those that it did not wait for."""


@dataclass(frozen=True)
class Way:
    """A way to run all notebooks of a folder, in that folder."""

    name: str
    """As a user types it."""
    commands: Callable[[Sequence[str], Path], list[Command]]
    """What is called, for the names of the notebooks, and a folder for what is written."""
    ours: bool = False


def repro(_names: Sequence[str], _scratch: Path) -> list[Command]:
    return [["jupyter", "repro", "verify", "."]]


def papermill(names: Sequence[str], scratch: Path) -> list[Command]:
    """It takes one notebook."""
    return [["papermill", name, scratch / name] for name in names]


def nbclient(names: Sequence[str], _scratch: Path) -> list[Command]:
    return [["jupyter", "execute", *names]]


def pytest(*arguments: str, plugins: Sequence[str]) -> Callable[[Sequence[str], Path], list[Command]]:
    """pytest with these plug-ins and no other that happens to be installed."""
    loaded = [part for plugin in plugins for part in ("-p", plugin)]
    return lambda _names, _scratch: [["pytest", "-q", *loaded, *arguments, "."]]


# a notebook is one test of nbmake's, and a test for each cell of ours: loadfile keeps those of a notebook together
WAYS = (
    Way("jupyter repro verify .", repro, ours=True),
    Way(
        "pytest --repro -n2 --dist loadfile",
        pytest("--repro", "-n2", "--dist", "loadfile", plugins=("jupyter-repro", "xdist")),
        ours=True,
    ),
    Way("papermill, each notebook", papermill),
    Way("jupyter execute *.ipynb", nbclient),
    Way("pytest --nbval", pytest("--nbval", plugins=("nbval",))),
    Way("pytest --nbmake", pytest("--nbmake", plugins=("nbmake",))),
    Way("pytest -n2 --nbmake", pytest("-n2", "--nbmake", plugins=("nbmake", "xdist"))),
)


def environment() -> Mapping[str, str]:
    """Variables of a command: that of this environment is found first, byte code is written.

    All have the hash seed that ours pins: it decides which names collide in a namespace, and so by a tenth how fast a
    loop at the top level of a cell is.
    """
    kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    path = os.pathsep.join((str(SCRIPTS), os.environ["PATH"]))
    return {**kept, "PATH": path, "PYTHONHASHSEED": "42", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def called(command: Command, folder: Path) -> Cost:
    """What a command costs that must succeed; raises SystemExit with what it printed where it fails."""
    with tempfile.TemporaryFile() as printed:
        before = children()
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=printed, stderr=printed
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        cpu = usage.ru_utime + usage.ru_stime + seconds_of_orphans(before)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        check(command, process.returncode, printed)
    return Cost(wall, cpu)


def check(command: Command, status: int, printed: IO[bytes]) -> None:
    """Raise SystemExit with what a command printed that did not end well."""
    if status:
        said = printed.read().decode(errors="replace")[-SHOWN:]
        raise SystemExit(f"{said}\n{' '.join(map(str, command[:8]))}: exit status {status}")


def adopt_orphans() -> None:
    """From here on, what a command leaves behind becomes a child of this process, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> set[int]:
    """Processes of this one: the fork server that has recorded the notebooks stays."""
    return {each.pid for each in psutil.Process().children()}


def seconds_of_orphans(before: set[int]) -> float:
    """CPU of the processes that a command left behind, and that end by themselves; none of those `before` it."""
    seconds, deadline = 0.0, time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and children() - before:
        ended, _, usage = os.wait4(-1, os.WNOHANG)
        if not ended:
            time.sleep(0.02)
        seconds += usage.ru_utime + usage.ru_stime
    return seconds


def run(way: Way, folder: Path) -> Cost:
    """What it costs to run the notebooks of a folder in a way."""
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as scratch:
        costs = [called(command, folder) for command in way.commands(names, Path(scratch))]
    return Cost(sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs))


def in_turn(
    ways: Sequence[Way], folder: Path, rounds: int, said: Callable[[str], None]
) -> dict[str, list[Cost]]:
    """What each way costs in each round: all of them once in a round, each round beginning with another.

    A moment in which the machine is slow meets all of them, and not one alone.
    """
    adopt_orphans()
    costs: dict[str, list[Cost]] = {way.name: [] for way in ways}
    for number in range(rounds):
        first = number % len(ways)
        for way in (*ways[first:], *ways[:first]):
            cost = run(way, folder)
            costs[way.name].append(cost)
            said(f"round {number + 1} of {rounds}: {way.name:36} {cost.wall:8.2f} s, CPU {cost.cpu:.2f} s")
    return costs
