"""Pythons that pyenv installed: uv meets only its shims, which answer for the version that is chosen at the moment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def found_pythons(version: str) -> list[Path]:
    """Interpreters of this version, then those of the same minor version, the newest first."""
    versions = _root() / "versions"
    minor = ".".join(version.split(".")[:2])
    found = [folder for folder in versions.glob(f"{minor}.*") if _patch(folder) is not None]
    ordered = sorted(found, key=lambda folder: (folder.name == version, _patch(folder)), reverse=True)
    pythons = (folder / ("python.exe" if os.name == "nt" else "bin/python") for folder in ordered)
    return [python for python in pythons if python.exists()]


def _patch(folder: Path) -> int | None:
    """Its last number; None for what is no released CPython, such as 3.8-dev."""
    last = folder.name.rpartition(".")[2]
    return int(last) if last.isdecimal() else None


def _root() -> Path:
    """Where pyenv keeps them; it need not be there."""
    if named := os.environ.get("PYENV_ROOT"):
        return Path(named)
    command = shutil.which("pyenv")
    if command:
        done = subprocess.run([command, "root"], capture_output=True, text=True, check=False)  # noqa: S603  found on PATH
        if done.returncode == 0 and done.stdout.strip():
            return Path(done.stdout.strip())
    return Path.home() / ".pyenv"
