"""Data files and local modules as they were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.collectors.files import UNRECORDED
from jupyter_repro.digest import MISSING, digest_text, digits_of
from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.scene import can_be_replaced
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.recovery.sources import Recorded, is_there, recorded_file, recover
from jupyter_repro.verdicts import ContextChange

_OUTSIDE = "it lies where no run can be given another"


def recorded_files(subject: Subject, scratch: Path, folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each data file and module that is not as it was recorded."""
    for change in subject.verdict.context_changes:
        if change.kind in {"data", "code"} and change.matters and change.name not in _versions(subject):
            yield _factor(change, subject, scratch, folders)


def left_by_earlier_runs(subject: Subject, _scratch: Path, folders: tuple[Path, ...]) -> Iterator[Factor]:
    """Files that the evidence blames though they are no recorded data: without what earlier runs have left in them."""
    root = subject.verdict.root
    known = {change.name for change in subject.verdict.context_changes}
    for cause in root.causes if root else ():
        place = subject.folder / cause.name
        is_file = cause.kind == "data" and cause.name and cause.name not in known and place.is_file()
        if is_file and can_be_replaced(place, folders):
            yield Factor("data", cause.name, "put-back", World(files={place: None}))


def recorded_versions(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """Data whose store keeps versions: the recorded one."""
    for change in subject.verdict.context_changes:
        if change.kind == "data" and change.name in _versions(subject):
            yield Factor("data", change.name, "put-back", World(versions=frozenset({change.name})))


def _versions(subject: Subject) -> frozenset[str]:
    return frozenset(name for name, data in subject.snapshot.context.data.items() if data.version)


def _factor(change: ContextChange, subject: Subject, scratch: Path, folders: tuple[Path, ...]) -> Factor:
    if change.recorded == UNRECORDED:
        return _taken_away(change, subject, folders)
    try:
        file = recorded_file(subject.path, subject.snapshot, change.name)
        if file is None:
            return _cannot(change, "the snapshot does not say which file that was")
        if not can_be_replaced(file.place, folders):
            return _cannot(change, _OUTSIDE)
        return _with(change, file.place, _content(file, subject, scratch))
    except ReproError as error:
        return _cannot(change, error.what)


def _taken_away(change: ContextChange, subject: Subject, folders: tuple[Path, ...]) -> Factor:
    """What was not there, or not read, when the notebook was recorded."""
    place = subject.folder / change.name
    if not place.is_file() or not can_be_replaced(place, folders):
        return _cannot(change, "it was not read when the notebook was recorded")
    return _with(change, place, None)


def _content(file: Recorded, subject: Subject, scratch: Path) -> Path | None:
    if file.wanted.digest == MISSING:
        return None
    content = scratch / digits_of(digest_text(file.name))
    if not content.exists():
        recover(_where_it_lies(file, subject), content)
    return content


def _where_it_lies(file: Recorded, subject: Subject) -> Recorded:
    """The same beside the recorded notebook, where that is there and has it."""
    beside = subject.baseline.beside
    there = recorded_file(beside, subject.snapshot, file.name) if beside else None
    return there if there and is_there(there) else file


def _with(change: ContextChange, place: Path, content: Path | None) -> Factor:
    return Factor(change.kind, change.name, "put-back", World(files={place: content}))


def _cannot(change: ContextChange, why: str) -> Factor:
    return Factor(change.kind, change.name, "put-back", cannot=why)
