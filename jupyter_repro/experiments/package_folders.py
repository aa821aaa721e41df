"""One version of one package in a folder of its own, kept for the next time: imported in place of the installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.files.owned_names import owned_name

_DONE = ".complete"


class PackageVersion(NamedTuple):
    """A distribution in a version."""

    name: str
    version: str

    @property
    def requirement(self) -> str:
        """As installers take it."""
        return f"{self.name}=={self.version}"


def is_built(package: PackageVersion, python: str = sys.executable) -> bool:
    """Whether nothing has to be installed for it."""
    return (_place(package, python) / _DONE).exists()


def package_folder(package: PackageVersion, python: str = sys.executable) -> Path:
    """The folder with this package and none that it depends on, installed where it is not there yet.

    Raises ReproError where it cannot be had.
    """
    place = _place(package, python)
    if is_built(package, python):
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    building = place.with_name(owned_name(".building-"))
    try:
        _install(package, python, building)
        (building / _DONE).touch()
        shutil.rmtree(place, ignore_errors=True)
        building.rename(place)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return place


def _place(package: PackageVersion, python: str) -> Path:
    version = (
        ".".join(map(str, sys.version_info[:2])) if python == sys.executable else Path(python).resolve().name
    )
    return cache_folder() / "packages" / version / f"{package.name}-{package.version}"


def _install(package: PackageVersion, python: str, into: Path) -> None:
    words = ("--no-deps", "--target", str(into), package.requirement)
    what = f"{package.requirement} cannot be installed"
    try:
        run_uv("pip", "install", "--quiet", "--python", python, *words, what=what)
    except UvFailed:
        # pip has its own settings, with indexes and folders of wheels that uv does not know of
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  pip, with words of ours
        if done.returncode:
            raise ReproError(
                what, (done.stderr.strip().splitlines() or ["pip does not say why"])[-1]
            ) from None
