"""Back to a run or a registered model: its notebook, code and data in a new folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.diagnosing.remedies import reinstalled
from jupyter_repro.digest import Digest
from jupyter_repro.environments.conda import kernel_prefix
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.errors import NoSuchData, ReproError, UnreadableInput, Unwritable
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.records.tracked_run import NOTEBOOK, SNAPSHOT, Destination
from jupyter_repro.recovery.sources import Recorded, recorded_file, recover
from jupyter_repro.restoring.outcomes import Outcome
from jupyter_repro.restoring.recorded_data import data_into, tables_into
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.local_snapshots import snapshot_in_file
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.trackers.destinations import destination_of, tracker_of
from jupyter_repro.trackers.names import run_id
from jupyter_repro.tracking.published_places import published
from jupyter_repro.tracking.run_files import module_name
from jupyter_repro.tracking.tracked_snapshots import TrackedSnapshots
from jupyter_repro.trust.trusted_projects import trusted_tracker
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.context_now import packages_now
from jupyter_repro.verifying.drift import drift

MODEL = "models:/"
RUN = "runs:/"
_RUN_ID = re.compile(r"[0-9a-f]{10,32}|[0-9a-f]{8}-[0-9a-f-]{27}")
"""Whole, or as much of it as `jupyter repro log` shows."""


@dataclass(frozen=True)
class RolledBack:
    """What was brought back."""

    run: str
    """The run's id in the tracker."""
    notebook: Path
    """In the new folder, with its snapshot beside it."""
    lost: tuple[Outcome, ...]
    """Data and modules that are not there as they were recorded."""
    packages: tuple[ContextChange, ...]
    """Imported packages that are installed here in another version than was recorded."""

    def commands(self) -> Iterator[str]:
        """What brings the recorded packages back."""
        lock = find_lock(self.notebook)
        if self.packages and lock and lock.path.name.startswith("pylock."):
            yield f"uv pip sync {shell_word(lock.path)}"
        if self.packages:
            yield reinstalled(self.packages).replace("pip ", "uv pip ")


def is_run(target: str, track: str = "") -> bool:
    """Whether a text names a run or a model of a tracker, and not a notebook: `track` is only said of those."""
    may_be_any = bool(track) and not target.endswith(".ipynb")
    return may_be_any or target.startswith((MODEL, RUN)) or bool(_RUN_ID.fullmatch(target))


def roll_back(target: str, address: str, into: Path | None) -> RolledBack:
    """Bring the notebook, code and data of a run, or of the run that a model came from, into a new folder.

    `target` is `models:/NAME/VERSION`, `runs:/ID`, an id, or its first digits. Raises NoSuchData, NoAccess and
    MissingExtra as the tracker does, Unwritable where something lies in the way, and UnreadableInput for a run that
    holds no notebook of ours.
    """
    here = Path.cwd()
    destination = _destination(address, here)
    run = TrackedSnapshots(destination).run_id(target)
    with scratch_folder() as taken:
        tracker_of(destination).files(destination, run, Path(taken))
        found = _notebook_in(Path(taken), target)
        stored = snapshot_in_file(snapshot_path(found), snapshot_path(found).name)
        snapshot, digest = stored.snapshot, stored.digest
        name = _name(destination, digest) or found.name
        folder = (into or here / _folder_name(target, found.stem)).absolute()
        _check_empty(folder)
        notebook = folder / _deep_enough(name, snapshot)
        known = published(run_id(digest))
        original = (known.notebook if known else _in_project(name, here)) or notebook
        within = WritableFolder(folder, "the new folder")
        lost = [*_write(found, notebook, snapshot, within), *_data(original, notebook, snapshot, within)]
    return RolledBack(run, notebook, tuple(lost), tuple(_packages(snapshot)))


def _destination(address: str, here: Path) -> Destination:
    own = trusted_tracker(settings_for(here).track, here) if not address else ""
    return destination_of(address or own or "mlflow:", here / "run")


def _notebook_in(taken: Path, target: str) -> Path:
    for notebook in sorted(taken.glob("*.ipynb")):
        if snapshot_path(notebook).is_file():
            return notebook
    what = "it holds no notebook with a snapshot"
    raise UnreadableInput(target, what, "publish one with: jupyter repro track NOTEBOOK")


def _name(destination: Destination, digest: Digest) -> str:
    """Path of the notebook in its project, as the tracker has it; "" where it does not say."""
    try:
        runs = list(tracker_of(destination).runs(destination, {SNAPSHOT: digest}))
    except NoSuchData:
        return ""
    name = next((run.tags[NOTEBOOK] for run in runs if run.tags.get(NOTEBOOK)), "")
    safe = name and not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
    return name if safe else ""


def _folder_name(target: str, stem: str) -> str:
    """`price-3` for models:/price/3; else the notebook's name and the beginning of the run's id."""
    if target.startswith(MODEL):
        return re.sub(r"[^\w.-]+", "-", target.removeprefix(MODEL)).strip("-.") or stem
    return f"{stem}-{target.removeprefix(RUN)[:8]}"


def _check_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unwritable(f"{folder} is there already", "name another folder with: --into")


def _deep_enough(name: str, snapshot: Snapshot) -> Path:
    """Where the notebook goes, so that nothing that it names above itself lies outside of the new folder."""
    names = [*snapshot.context.modules, *snapshot.context.data, snapshot.context.folder]
    ups = max((PurePosixPath(each).parts.count("..") for each in names), default=0)
    missing = ups - (len(PurePosixPath(name).parts) - 1)
    return Path(*["project"] * max(missing, 0), name)


def _write(found: Path, notebook: Path, snapshot: Snapshot, within: WritableFolder) -> Iterator[Outcome]:
    """Write notebook, snapshot, lock and modules; answers the modules that the run does not have."""
    notebook.parent.mkdir(parents=True, exist_ok=True)
    beside = [path for path in found.parent.iterdir() if path.is_file()]
    contents = {notebook.with_name(path.name): path.read_bytes() for path in beside}
    for name in snapshot.context.modules:
        held = found.parent / module_name(name)
        place = located(name, notebook.parent)
        if not within.holds(place):
            yield Outcome(name, f"lies outside of {within.name}", "bring it back by hand")
        elif module_name(name) and held.is_file():
            contents[place] = held.read_bytes()
        else:
            yield from _module_elsewhere(name, place, recorded_file(notebook, snapshot, name))
    for path in contents:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_together(contents)


def _module_elsewhere(name: str, place: Path, file: Recorded | None) -> Iterator[Outcome]:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if file and not place.exists():
            recover(file, place)
    except ReproError:
        yield Outcome(name, "is not part of the run", "take it from git")


def _data(original: Path, notebook: Path, snapshot: Snapshot, within: WritableFolder) -> Iterator[Outcome]:
    yield from data_into(original, snapshot, notebook.parent, within)
    yield from tables_into(original, snapshot, notebook.parent, within)


def _in_project(name: str, here: Path) -> Path | None:
    """Where the notebook lies, or lay, in the project that one stands in."""
    for folder in (here, *here.parents):
        if (folder / name).parent.is_dir() and ((folder / ".git").exists() or (folder / name).exists()):
            return folder / name
    return None


def _packages(snapshot: Snapshot) -> Iterator[ContextChange]:
    context = snapshot.context
    found = packages_now(context.packages, kernel_prefix(snapshot.kernel))
    for change in drift(context, msgspec.structs.replace(context, packages=found)):
        if change.kind == "package" and change.matters:
            yield change
