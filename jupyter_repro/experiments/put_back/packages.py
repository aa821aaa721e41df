"""Imported packages in their recorded version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_repro.collectors.packages import NOT_INSTALLED
from jupyter_repro.digest import digits_of
from jupyter_repro.environments.local_wheels import bring
from jupyter_repro.environments.lock import find_lock, own_packages
from jupyter_repro.environments.uv import find_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.package_folders import PackageVersion, is_built
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.records.context_changes import package_and_part
from jupyter_repro.verdicts import ContextChange

NO_UV = "uv is not installed: pip install 'jupyter-repro[env]'"
_ANOTHER_BUILD = "its recorded source is not in a package index"
_NEW = "it was not installed when the notebook was recorded, and is not taken away"


def recorded_packages(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each package that is imported in another version, the notebook's own imports first."""
    changes = [each for each in subject.verdict.context_changes if each.kind == "package" and each.matters]
    own = own_packages(subject.snapshot.context)
    for change in changes:
        package, part = package_and_part(change.name)
        wheel = kept_wheel(subject.path, package)
        if cannot := _why_not(change, part, is_own=not wheel and package in own):
            yield Factor("package", change.name, "put-back", cannot=cannot)
        else:
            wanted = PackageVersion(package, change.recorded, wheel)
            yield Factor(
                "package", package, "put-back", World(packages=(wanted,)), builds=0 if is_built(wanted) else 1
            )


def kept_wheel(notebook: Path, package: str) -> str:
    """Path of the wheel by which the lock of a notebook has a package that no index has; "" where there is none."""
    with suppress(ReproError, OSError):
        lock = find_lock(notebook)
        wheel = next((each for each in lock.wheels if each.name == package), None) if lock else None
        if lock and wheel:
            place = cache_folder() / "wheels" / digits_of(wheel.digest, 24) / wheel.file
            place.parent.mkdir(parents=True, exist_ok=True)
            bring(wheel, lock.path.absolute().parent, place)
            return str(place)
    return ""


def _why_not(change: ContextChange, part: str, *, is_own: bool) -> str:
    if part or is_own:
        return _ANOTHER_BUILD
    if change.recorded == NOT_INSTALLED:
        return _NEW
    return "" if find_uv() else NO_UV
