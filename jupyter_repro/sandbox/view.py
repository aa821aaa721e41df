"""What of this machine a sandboxed process sees, and how much of it it may use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from jupyter_repro.formatting.sizes import size_in_bytes

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/sys")
_CONFIGURATION = (
    *("alternatives", "fonts", "group", "hosts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias"),
    *("localtime", "mime.types", "nsswitch.conf", "passwd", "pki", "ssl", "timezone"),
)
"""Of /etc: nothing that holds a secret, whoever reads it."""


class SandboxLimits(msgspec.Struct, frozen=True):
    """What a sandboxed process and all that it starts may use."""

    memory: int = 8_000_000_000
    """Bytes that are resident."""
    processes: int = 256
    """Processes and threads' owners at one moment."""
    disk: int = 2_000_000_000
    """Bytes of what it writes."""
    seconds: float = 3600.0
    """From its start to its end."""


class View(msgspec.Struct, frozen=True):
    """Paths that are seen where they lie, and everything else is not there."""

    readable: tuple[str, ...]
    writable: tuple[str, ...]
    limits: SandboxLimits = SandboxLimits()


def limits_of(environ: Mapping[str, str]) -> SandboxLimits:
    """The limits that the user sets, in JUPYTER_REPRO_SANDBOX_MEMORY, _PROCESSES, _DISK and _SECONDS.

    A project does not set them: it may be a stranger's. Raises ValueError for what is no size or number.
    """
    usual = SandboxLimits()
    said = {
        name: environ.get(f"JUPYTER_REPRO_SANDBOX_{name.upper()}", "")
        for name in SandboxLimits.__struct_fields__
    }
    return SandboxLimits(
        memory=size_in_bytes(said["memory"]) if said["memory"] else usual.memory,
        processes=int(said["processes"] or usual.processes),
        disk=size_in_bytes(said["disk"]) if said["disk"] else usual.disk,
        seconds=float(said["seconds"] or usual.seconds),
    )


def view_of(python: Path, recorder: Path | None, scratch: Path) -> View:
    """What a kernel of `python` sees that works in `scratch`."""
    readable = dict.fromkeys(path for path in _readable(python, recorder) if os.path.lexists(path))
    return View(tuple(readable), (str(scratch),), limits_of(os.environ))


def _readable(python: Path, recorder: Path | None) -> Iterator[str]:
    yield from _SYSTEM
    yield from (f"/etc/{name}" for name in _CONFIGURATION)
    yield str(python.absolute().parent.parent)
    yield str(python.resolve().parent.parent)
    yield str(files("jupyter_repro"))
    if recorder:
        yield str(recorder)
