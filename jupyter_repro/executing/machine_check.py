"""What this machine can pin and record, and what is missing, with the command that mends it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec

import msgspec
from jupyter_client.kernelspec import KernelSpecManager

from jupyter_repro.environment import environment_pins
from jupyter_repro.extensions import parts, registered


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at: whether it is there, and what to do where it is not."""

    topic: str
    name: str
    there: bool
    detail: str = ""


def findings() -> Iterator[Finding]:
    """All that matters for pinning and recording on this machine."""
    yield from _pins()
    yield from _environment()
    yield from _kernels()
    yield from _programs()
    yield from _extensions()


def _pins() -> Iterator[Finding]:
    for name, pin in parts("pins").items():
        there = find_spec(pin.module.partition(".")[0]) is not None
        yield Finding("pin", name, there, "" if there else "not installed here; nothing to pin")


def _environment() -> Iterator[Finding]:
    for name, value in environment_pins(42, {}, os.environ).items():
        yield Finding("set before Python starts", name, True, value)


def _kernels() -> Iterator[Finding]:
    for name, spec in sorted(KernelSpecManager().get_all_specs().items()):
        command = spec["spec"]["argv"][0]
        there = shutil.which(command) is not None
        language = spec["spec"].get("language", "")
        yield Finding("kernel", name, there, language if there else f"its command {command} is not there")
    if not KernelSpecManager().get_all_specs():
        yield Finding("kernel", "python3", False, "python -m ipykernel install --user")


def _programs() -> Iterator[Finding]:
    yield Finding(
        "program",
        "git",
        bool(shutil.which("git")),
        "" if shutil.which("git") else "commits cannot be recorded",
    )


def _extensions() -> Iterator[Finding]:
    for group in ("probes", "collectors", "comparators", "data_sources", "executors", "reporters"):
        for entry in registered(group):
            try:
                entry.load()()
            except Exception as error:  # a plug-in of somebody else may raise anything
                yield Finding(
                    group, entry.name, False, f"{entry.value} raises {type(error).__name__}: {error}"
                )
            else:
                yield Finding(group, entry.name, True)
