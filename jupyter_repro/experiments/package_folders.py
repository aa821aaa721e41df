"""One version of one package in a folder of its own, kept for the next time: imported in place of the installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.files.owned_names import owned_name

_DONE = ".complete"
_NAMED = 3


class PackageVersion(NamedTuple):
    """A distribution in a version."""

    name: str
    version: str
    wheel: str = ""
    """Path of its own wheel, in a folder that is named after its digest; "" for one that an index has."""

    @property
    def requirement(self) -> str:
        """As installers take it."""
        return self.wheel or f"{self.name}=={self.version}"


def is_built(package: PackageVersion, python: str = sys.executable) -> bool:
    """Whether nothing has to be installed for it."""
    return (_place(package, python) / _DONE).exists()


def built(packages: Sequence[PackageVersion], python: str = sys.executable) -> list[Path]:
    """A folder for each package, without what it depends on; what is not there yet is installed, all at once.

    Raises ReproError for one that is not available.
    """
    missing = [each for each in packages if not is_built(each, python)]
    try:
        _build(missing, python)
    except ReproError:
        for each in missing:  # which of them it was, and the others are there for the next time
            _build([each], python)
    return [_place(each, python) for each in packages]


def _build(packages: Sequence[PackageVersion], python: str) -> None:
    if not packages:
        return
    folder = _place(packages[0], python).parent
    folder.mkdir(parents=True, exist_ok=True)
    building = folder / owned_name(".building-")
    try:
        _install(packages, python, building)
        for each in packages:
            _take(each, building, python)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _take(package: PackageVersion, installed: Path, python: str) -> None:
    """Move the files of one package out of a folder with several."""
    found = next(iter(distributions(name=package.name, path=[str(installed)])), None)
    if found is None:
        raise ReproError(f"{package.requirement} is not what was installed for it")
    place = _place(package, python)
    shutil.rmtree(place, ignore_errors=True)
    for file in found.files or ():
        source = installed / str(file)
        if source.is_file() and source.resolve().is_relative_to(installed.resolve()):
            target = place / source.resolve().relative_to(installed.resolve())
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(source, target)
    (place / _DONE).touch()


def _place(package: PackageVersion, python: str) -> Path:
    ours = ".".join(map(str, sys.version_info[:2]))
    version = ours if python == sys.executable else Path(python).resolve().name
    build = f"-{Path(package.wheel).parent.name}" if package.wheel else ""
    return cache_folder() / "packages" / version / f"{package.name}-{package.version}{build}"


def _install(packages: Sequence[PackageVersion], python: str, into: Path) -> None:
    words = ("--no-deps", "--target", str(into), *(each.requirement for each in packages))
    names = ", ".join(each.requirement for each in packages[:_NAMED])
    what = f"{names}{' and others' * (len(packages) > _NAMED)} cannot be installed"
    try:
        run_uv("pip", "install", "--quiet", "--python", python, *words, what=what)
    except UvFailed:
        # pip has its own settings, with indexes and folders of wheels that uv does not know of
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
        # pip, with words of ours
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  ours
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["pip does not say why"])[-1]
            raise ReproError(what, why) from None
