"""Back to a run or a registered model: its notebook, code and data in a new folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.diagnosing.reinstallation import reinstalled
from jupyter_repro.digest import Digest, digest_file
from jupyter_repro.environments.conda import kernel_prefix
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.errors import NoSuchData, ReproError, UnreadableInput
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.records.tracked_run import NOTEBOOK, SNAPSHOT, Destination
from jupyter_repro.recovery.sources import recorded_file, recover
from jupyter_repro.restoring.drafts import Draft, check_free, drafted_folder
from jupyter_repro.restoring.outcome_lines import OutcomeLines
from jupyter_repro.restoring.outcomes import Outcome
from jupyter_repro.restoring.restored_code import copy_records, drafted_worktree, is_in_git
from jupyter_repro.restoring.restored_environment import check_environment
from jupyter_repro.restoring.restored_wheels import wheels_into
from jupyter_repro.restoring.whole_data import all_data_into
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
    folder: Path
    """The new one."""
    notebook: Path
    """In it, with its snapshot beside it."""
    original: Path
    """Where the notebook lies, or lay, that was published."""
    snapshot: Snapshot
    lost: tuple[Outcome, ...]
    """Data and modules that are not there as they were recorded, and what is read where it is."""
    packages: tuple[ContextChange, ...]
    """Imported packages that are installed here in another version than was recorded."""

    def commands(self) -> Iterator[str]:
        """What brings the recorded packages back."""
        lock = find_lock(self.notebook)
        if self.packages and lock and lock.path.name.startswith("pylock."):
            yield f"uv pip sync {shell_word(lock.path)}"
        if self.packages:
            origins = self.snapshot.context.packages.origins
            command = reinstalled(self.packages, origins, str(self.notebook))
            yield command.replace("pip ", "uv pip ")


def is_run(target: str, track: str = "") -> bool:
    """Whether a text names a run or a model of a tracker, and not a notebook: `track` is only said of those."""
    may_be_any = bool(track) and not target.endswith(".ipynb")
    return may_be_any or target.startswith((MODEL, RUN)) or bool(_RUN_ID.fullmatch(target))


def roll_back(
    target: str,
    address: str,
    into: Path | None,
    said: OutcomeLines | None = None,
    *,
    environment: bool = False,
) -> RolledBack:
    """Bring the notebook, code and data of a run, or of the run that a model came from, into a new folder.

    It is a worktree of the recorded commit where the notebook's repository is here. `target` is `models:/NAME/VERSION`,
    `runs:/ID`, an id, or its first digits. What cannot come back is `said` before the folder is there; an `environment`
    that cannot be built keeps everything back. Raises NoSuchData, NoAccess and MissingExtra as the tracker does,
    Unwritable where something lies in the way, and UnreadableInput for a run that holds no notebook of ours.
    """
    here, said = Path.cwd(), said or OutcomeLines()
    destination = _destination(address, here)
    run = TrackedSnapshots(destination).run_id(target)
    with scratch_folder() as taken:
        tracker_of(destination).files(destination, run, Path(taken))
        found = _notebook_in(Path(taken), target)
        stored = snapshot_in_file(snapshot_path(found), snapshot_path(found).name)
        snapshot, digest = stored.snapshot, stored.digest
        name = _name(destination, digest) or found.name
        folder = (into or here / _folder_name(target, found.stem)).absolute()
        check_free(folder)
        known = published(run_id(digest))
        original = known.notebook.with_name(found.name) if known else _in_project(name, here)
        with _draft(name, original, snapshot, folder) as draft:
            own = original or draft.notebook
            lost = said.outcomes(_filled(found, own, snapshot, draft))
            if environment:
                check_environment(draft.notebook, snapshot, own.parent)
    return RolledBack(
        run,
        draft.folder,
        draft.target,
        original or draft.target,
        snapshot,
        tuple(lost),
        tuple(_packages(snapshot)),
    )


def _draft(
    name: str, original: Path | None, snapshot: Snapshot, folder: Path
) -> AbstractContextManager[Draft]:
    """A worktree where the notebook's repository is here and holds all that it names, else a plain folder."""
    place = _deep_enough(name, snapshot)
    if original and place == Path(name) and is_in_git(original, snapshot):
        return drafted_worktree(original, snapshot, folder)
    return drafted_folder(folder, place)


def _filled(found: Path, original: Path, snapshot: Snapshot, draft: Draft) -> Iterator[Outcome]:
    """Write all that the run holds and the data; what is lost."""
    yield from _code(found, original, snapshot, draft)
    yield from all_data_into(original, snapshot, draft.notebook.parent, draft.within)


def _code(found: Path, original: Path, snapshot: Snapshot, draft: Draft) -> Iterator[Outcome]:
    copy_records(found, draft)
    yield from wheels_into(found, original.parent, draft.notebook.parent, draft.within)
    for name, digest in snapshot.context.modules.items():
        held, place = found.parent / module_name(name), located(name, draft.notebook.parent)
        if not draft.within.holds(place):
            yield Outcome(name, f"lies outside of {draft.within.name}", "bring it back by hand")
        elif not _is(place, digest):
            yield from _module(name, place, held if module_name(name) else None, original, snapshot)


def _module(
    name: str, place: Path, held: Path | None, original: Path, snapshot: Snapshot
) -> Iterator[Outcome]:
    """Write a module as the run holds it, else as it is had elsewhere."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if held and held.is_file():
        place.write_bytes(held.read_bytes())
        return
    try:
        if file := recorded_file(original, snapshot, name):
            recover(file, place)
    except ReproError:
        yield Outcome(name, "is not part of the run", "take it from git")


def _is(place: Path, digest: Digest) -> bool:
    """Whether a file lies there as it was recorded."""
    return place.is_file() and digest_file(place).startswith(digest)


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


def _deep_enough(name: str, snapshot: Snapshot) -> Path:
    """Where the notebook goes, so that nothing that it names above itself lies outside of the new folder."""
    names = [*snapshot.context.modules, *snapshot.context.data, snapshot.context.folder]
    ups = max((PurePosixPath(each).parts.count("..") for each in names), default=0)
    missing = ups - (len(PurePosixPath(name).parts) - 1)
    return Path(*["project"] * max(missing, 0), name)


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
