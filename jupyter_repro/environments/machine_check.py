"""What this machine can pin and record, and what is missing, with the command that mends it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec
from jupyter_client.kernelspec import KernelSpecManager

from jupyter_repro.environments.uv import find_uv
from jupyter_repro.extensions.registry import parts, registered
from jupyter_repro.files.opened_files import FileEvents
from jupyter_repro.pinning.environment_pins import environment_pins

_HAS_RECORDER = "import importlib.util, sys; sys.exit(importlib.util.find_spec('jupyter_repro') is None)"


Absence = Literal["problem", "limit", "nothing"]
"""What it means that something is not there: it is to be mended; less can be done here; it does not matter."""


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at: whether it is there, and what to do where it is not."""

    topic: str
    name: str
    there: bool
    detail: str = ""
    absence: Absence = "problem"

    @property
    def is_problem(self) -> bool:
        """Whether it is to be mended."""
        return not self.there and self.absence == "problem"

    @property
    def is_limit(self) -> bool:
        """Whether less can be done here without it."""
        return not self.there and self.absence == "limit"


def findings() -> Iterator[Finding]:
    """All that matters for pinning and recording on this machine."""
    yield from _pins()
    yield from _environment()
    yield from _kernels()
    yield from _files()
    yield from _programs()
    yield from _extensions()


def _pins() -> Iterator[Finding]:
    broken: dict[str, Exception] = {}
    pins = parts("pins", broken.__setitem__)
    for name, error in broken.items():
        yield Finding("pin", name, False, f"it cannot be loaded: {type(error).__name__}: {error}")
    for name, pin in pins.items():
        if lacks := [each for each in ("module", "apply") if not hasattr(pin, each)]:
            yield Finding("pin", name, False, f"it has no {' and no '.join(lacks)}")
            continue
        there = find_spec(pin.module.partition(".")[0]) is not None
        yield Finding("pin", name, there, "" if there else "not installed here: nothing to pin", "nothing")


def _environment() -> Iterator[Finding]:
    for name, value in environment_pins(42, {}, os.environ).items():
        yield Finding("set before Python starts", name, True, value)


def _kernels() -> Iterator[Finding]:
    specs = KernelSpecManager().get_all_specs()
    for name, spec in sorted(specs.items()):
        yield _kernel(name, spec["spec"]["argv"][0], spec["spec"].get("language", ""))
    if not specs:
        yield Finding("kernel", "python3", False, "python -m ipykernel install --user")


def _kernel(name: str, command: str, language: str) -> Finding:
    program = sys.executable if command in {"python", "python3"} else shutil.which(command)
    if program is None:
        return Finding("kernel", name, False, f"its command {command} is not there")
    if language != "python":
        return Finding("kernel", name, True, f"{language}: pins and probes do not apply to it")
    if not _has_recorder(program):
        return Finding(
            "kernel", name, False, f"nothing is pinned in it; {program} -m pip install jupyter-repro"
        )
    return Finding("kernel", name, True, language)


def _has_recorder(python: str) -> bool:
    """Whether jupyter-repro is installed for a Python, wherever the caller's folder lies."""
    ask = [python, "-c", _HAS_RECORDER]
    return not subprocess.run(ask, capture_output=True, check=False, cwd=Path(python).parent).returncode  # noqa: S603  the interpreter that was named


def _files() -> Iterator[Finding]:
    yield Finding("data read", "by Python: open, pathlib, pandas, numpy, sqlite3", True)
    yield Finding("data read", "by pyarrow, polars, DuckDB, HDF5 and other compiled readers", True)
    yield Finding(
        "data read", "from addresses (urllib, requests, httpx, aiohttp) and databases (SQLAlchemy)", True
    )
    works = FileEvents().works
    detail = (
        "in the notebook's folder and those below it"
        if works
        else "not seen here; name them with open(PATH).close()"
    )
    yield Finding("data read", "by child processes and shell escapes", works, detail, "limit")
    yield Finding(
        "data read",
        "from object stores by a library's own client",
        False,
        "only the host is named",
        "nothing",
    )


def _programs() -> Iterator[Finding]:
    yield Finding(
        "program",
        "git",
        bool(shutil.which("git")),
        "" if shutil.which("git") else "commits cannot be recorded",
    )
    why = "environments cannot be locked and rebuilt: pip install 'jupyter-repro[env]'"
    yield Finding("program", "uv", find_uv() is not None, "" if find_uv() else why, "limit")


def _extensions() -> Iterator[Finding]:
    for group in (
        "probes",
        "collectors",
        "comparators",
        "data_readers",
        "data_sources",
        "executors",
        "reporters",
    ):
        for entry in registered(group):
            try:
                entry.load()()
            except Exception as error:  # a plug-in of somebody else may raise anything
                yield Finding(
                    group, entry.name, False, f"{entry.value} raises {type(error).__name__}: {error}"
                )
            else:
                yield Finding(group, entry.name, True)
