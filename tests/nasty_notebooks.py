"""Notebooks of which some hang, kill their kernel, fill the memory, or write without end, among ordinary ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
from conftest import written

import jupyter_repro

GUARD = "import os\nnasty = os.environ.get('NASTY')"
NASTY = {
    "hangs": "import time\nif nasty: time.sleep(600)\nprint(1)",
    "kills": "import signal\nif nasty: os.kill(os.getpid(), signal.SIGKILL)\nprint(1)",
    "fills": "kept = []\nwhile nasty: kept.append(bytearray(10_000_000))\nprint(1)",
    "writes": "if nasty: print('x' * 50_000_000)\nprint(1)",
}
WORDS = {
    "hangs": "the notebook took longer than",
    "kills": "the kernel died",
    "fills": "of memory",
    "writes": "",
}
"""What is said of each; of one that writes much, that its output is another."""
LIMITS = ("--notebook-timeout", "20", "--memory-limit", "400MB")


def written_into(folder: Path, ordinary: int, of_each: int) -> None:
    """The notebooks, recorded when they are not nasty yet."""
    for kind, source in {"ordinary": "print(1)", **NASTY}.items():
        first = written(folder / f"{kind}0.ipynb", GUARD, source, "print(2)")
        jupyter_repro.snapshot(first)
        for number in range(1, ordinary if kind == "ordinary" else of_each):
            for suffix in (".ipynb", ".repro.json"):
                content = first.with_suffix("").with_suffix(suffix).read_bytes()
                (folder / f"{kind}{number}{suffix}").write_bytes(content)


def verified(folder: Path, jobs: str = "auto") -> tuple[list[dict[str, Any]], list[psutil.Process]]:
    """The verdicts on all of them, and the processes that are left."""
    command = [
        sys.executable,
        "-m",
        "jupyter_repro",
        "verify",
        ".",
        "--jobs",
        jobs,
        *LIMITS,
        "--format",
        "json",
    ]
    before = set(psutil.process_iter())
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "NASTY": "1"}, capture_output=True, text=True, check=False
    )
    ours = [each for each in set(psutil.process_iter()) - before if _is_ours(each, folder)]
    return json.loads(done.stdout)["notebooks"], ours


def _is_ours(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder
    except psutil.Error:
        return False


def kind_of(verdict: dict[str, Any]) -> str:
    """Which sort of notebook a verdict is of."""
    return next(kind for kind in ("ordinary", *NASTY) if verdict["path"].startswith(kind))


def as_it_should_be(verdict: dict[str, Any]) -> bool:
    """Whether it says what is the matter with its notebook, and nothing of any other."""
    kind = kind_of(verdict)
    if kind == "ordinary":
        return bool(verdict["status"] == "identical")
    said = json.dumps(verdict)
    return (
        verdict["status"] in ({"diverged", "failed"} if kind == "writes" else {"failed"})
        and WORDS[kind] in said
    )
