"""Handing an environment on: the union of what notebooks were locked to, written in the forms that others read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.environments.exported_forms import (
    Exported,
    binder_files,
    conda_text,
    dockerfile_text,
    pep723_text,
    requirements_text,
)
from jupyter_repro.environments.imported_names import packages_imported_by
from jupyter_repro.environments.lock import find_lock, local_packages, locked
from jupyter_repro.environments.lock_file import Lock, lock_path
from jupyter_repro.environments.locked_packages import packages_of, union
from jupyter_repro.environments.script_metadata import script_metadata, snapshot_with_metadata, with_metadata
from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.seen_files import SeenFiles
from jupyter_repro.notebooks.notebook_files import encode_notebook, read_notebook
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM, THREADS
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import required_snapshot

_SCRIPTS = ("postBuild", "start")
_VARIABLES = (HASH_SEED, "TZ", "LC_ALL", *THREADS)
"""Of what is recorded of the environment; the rest says what was in force."""


@dataclass(frozen=True)
class Places:
    """Where each form goes; None for one that is not asked for."""

    binder: Path | None = None
    dockerfile: Path | None = None
    requirements: Path | None = None
    conda: Path | None = None


def exported(notebooks: Sequence[Path]) -> Exported:
    """The environment that all these notebooks were recorded in.

    Raises ReproError for a notebook without snapshot or lock, and where two need different versions.
    """
    snapshots = {str(path): recorded(path) for path in notebooks}
    locks = {str(path): _lock(path, snapshots[str(path)]) for path in notebooks}
    packages = union({name: packages_of(lock) for name, lock in locks.items()})
    contexts = [snapshot.context for snapshot in snapshots.values()]
    return Exported(_python(locks), tuple(packages), agreed(context.environment for context in contexts))


def recorded(notebook: Path) -> Snapshot:
    """The snapshot of a notebook; raises ReproError where it has none."""
    return required_snapshot(notebook).snapshot


def _lock(notebook: Path, snapshot: Snapshot) -> Lock:
    """The lock beside a notebook, else one that is made of its snapshot now and not kept."""
    if found := find_lock(notebook):
        return found
    content = locked(notebook, snapshot, "requirements")
    return Lock(
        lock_path(notebook, "requirements"), "requirements", snapshot.context.python["version"], content
    )


def _python(locks: Mapping[str, Lock]) -> str:
    (first, lock), *others = locks.items()
    for name, other in others:
        if other.python != lock.python:
            problem = f"{first} needs Python {lock.python} and {name} needs Python {other.python}"
            raise ReproError(problem, "record both with one Python, or export each by itself")
    return lock.python


def agreed(environments: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Variables that were the same for all; `verify` sets those of each notebook itself."""
    first, *others = environments
    wanted = {name: first[name] for name in _VARIABLES if first.get(name, RANDOM) != RANDOM}
    return {
        name: value for name, value in wanted.items() if all(other.get(name) == value for other in others)
    }


def left_out(notebooks: Sequence[Path]) -> list[str]:
    """Local packages that no index has: they are in no list."""
    return sorted({name for path in notebooks for name in local_packages(recorded(path).context)})


def write_exports(found: Exported, notebooks: Sequence[Path], places: Places, ours: str) -> list[Path]:
    """Write every form that is asked for, all or none; answers the files. Raises Unwritable."""
    contents: dict[Path, str] = {}
    if places.requirements:
        contents[places.requirements] = requirements_text(found)
    if places.conda:
        contents[places.conda] = conda_text(found, notebooks[0].stem)
    if places.dockerfile:
        contents |= _dockerfile(found, places.dockerfile, notebooks, ours)
    if places.binder:
        contents |= {places.binder / name: text for name, text in binder_files(found, ours).items()}
        places.binder.mkdir(parents=True, exist_ok=True)
    write_together({path.absolute(): text.encode() for path, text in contents.items()})
    for path in contents:
        if path.name in _SCRIPTS:
            path.chmod(0o755)  # repo2docker starts them as programs
    return list(contents)


def _dockerfile(found: Exported, file: Path, notebooks: Sequence[Path], ours: str) -> dict[Path, str]:
    requirements = file.with_name(f"{file.name}.requirements.txt")
    names = [_below(file.absolute().parent, path) for path in notebooks]
    return {
        file: dockerfile_text(found, requirements.name, names, ours),
        requirements: requirements_text(found),
    }


def _below(folder: Path, notebook: Path) -> str:
    name = Path(os.path.relpath(notebook.absolute(), folder)).as_posix()
    if name.startswith("../"):
        problem = f"{notebook} does not lie below the Dockerfile's folder, so that it is not copied"
        raise ReproError(problem, "write the Dockerfile into the project's folder")
    return name


def metadata_text(found: Exported, notebooks: Sequence[Path]) -> str:
    """Script metadata with what these notebooks import by name."""
    names = {name for path in notebooks for name in packages_imported_by(path, recorded(path))}
    return pep723_text(found, names)


def write_metadata(notebook: Path, found: Exported) -> bool:
    """Write script metadata into a notebook; answers whether its snapshot still holds.

    Raises ReproError for metadata that is there and cannot be read.
    """
    seen = SeenFiles.of(notebook, snapshot_path(notebook))
    before, snapshot = read_notebook(notebook), recorded(notebook)
    script_metadata(before)
    after = with_metadata(before, metadata_text(found, [notebook]))
    kept = snapshot_with_metadata(snapshot, before, after)
    write_together(
        {notebook: encode_notebook(after), snapshot_path(notebook): encode_snapshot(kept)}, seen.check
    )
    return kept != snapshot or after == before
