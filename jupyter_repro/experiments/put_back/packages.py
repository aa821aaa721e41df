"""Imported packages in their recorded version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.collectors.packages import NOT_INSTALLED
from jupyter_repro.collectors.python import OPTIONS, USUAL
from jupyter_repro.environments.uv import find_uv
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.package_folders import PackageVersion, is_built
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.records.context_changes import package_and_part
from jupyter_repro.verdicts import ContextChange

_NO_UV = "uv is not installed: pip install 'jupyter-repro[env]'"
_PYTHON = "the kernel is another Python; run it on Python {} with: jupyter repro verify --isolated"
_ANOTHER_BUILD = "its recorded source is not in a package index"
_NEW = "it was not installed when the notebook was recorded, and is not taken away"


def recorded_packages(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each package that is imported in another version, the notebook's own imports first."""
    changes = [each for each in subject.verdict.context_changes if each.kind == "package" and each.matters]
    for change in changes:
        package, part = package_and_part(change.name)
        if cannot := _why_not(change, part):
            yield Factor("package", change.name, "put-back", cannot=cannot)
        else:
            wanted = PackageVersion(package, change.recorded)
            yield Factor(
                "package", package, "put-back", World(packages=(wanted,)), builds=0 if is_built(wanted) else 1
            )


def recorded_python(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """The options of Python, by the variables that set them; another Python is another environment."""
    for change in subject.verdict.context_changes:
        if change.kind != "python" or not change.matters:
            continue
        if change.name in OPTIONS:
            value = None if change.recorded == USUAL else change.recorded
            yield Factor("python", change.name, "put-back", World(variables={change.name: value}))
        else:
            why = _PYTHON.format(change.recorded)
            yield Factor("python", change.name, "put-back", cannot=why)


def _why_not(change: ContextChange, part: str) -> str:
    if part:
        return _ANOTHER_BUILD
    if change.recorded == NOT_INSTALLED:
        return _NEW
    return "" if find_uv() else _NO_UV
