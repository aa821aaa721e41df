"""The recorded Python, and the options that it ran with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jupyter_repro.collectors.python import OPTIONS, USUAL
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.recorder_folder import OLDEST, runs_on
from jupyter_repro.environments.uv import find_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.put_back.packages import NO_UV, kept_wheel
from jupyter_repro.experiments.python_release import PythonRelease, with_packages_of_here
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.verdicts import ContextChange

_NO_LOCK = "the notebook has no lock, which names the packages to install for it"
_TOO_OLD = "pins and recorder need Python {}.{} or newer"
_IMPLEMENTATION = "another implementation of Python is not installed"


def recorded_python(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """The release of Python, with the packages of here, and its options, by the variables that set them."""
    for change in subject.verdict.context_changes:
        if change.kind != "python" or not change.matters:
            continue
        if change.name in OPTIONS:
            value = None if change.recorded == USUAL else change.recorded
            yield Factor("python", change.name, "put-back", World(variables={change.name: value}))
        else:
            yield _release(subject, change)


def _release(subject: Subject, change: ContextChange) -> Factor:
    factor = Factor("python", change.name, "put-back", title=f"Python {change.recorded}")
    if cannot := _why_not(change):
        return replace(factor, cannot=cannot)
    try:
        release = _recorded_release(subject)
    except ReproError as error:
        return replace(factor, cannot=error.what)
    if release is None:
        return replace(factor, cannot=_NO_LOCK)
    return replace(factor, world=World(python=release), builds=0 if release.is_built else 1)


def _why_not(change: ContextChange) -> str:
    if change.name != "version":
        return _IMPLEMENTATION
    if not runs_on(change.recorded):
        return _TOO_OLD.format(*OLDEST)
    return "" if find_uv() else NO_UV


def _recorded_release(subject: Subject) -> PythonRelease | None:
    """With the packages that the notebook imports as they are here; None where there is no lock.

    Raises ReproError for a damaged one.
    """
    lock = find_lock(subject.path)
    if lock is None:
        return None
    changes = [each for each in subject.verdict.context_changes if each.kind == "package" and each.matters]
    wheels = (kept_wheel(subject.path, each.name) for each in lock.wheels)
    return PythonRelease(with_packages_of_here(lock, changes), tuple(Path(each) for each in wheels if each))
