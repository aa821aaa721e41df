"""One lock for all notebooks of a project: its own pylock.toml, or that of uv, pixi or conda-lock which is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jupyter_repro.digest import digest_bytes, digits_of
from jupyter_repro.environments.lock_file import Lock, is_ours, read_lock, with_header
from jupyter_repro.environments.other_locks.found import OtherLock, other_lock
from jupyter_repro.environments.other_locks.listed_packages import conda_platform
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.settings import project_root, settings_for
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

FILE = "pylock.toml"


def has_project_lock(notebook: Path) -> bool:
    """Whether the settings say that the notebooks of its project have one lock."""
    return settings_for(notebook.absolute().parent).lock == "project"


def project_lock_path(notebook: Path) -> Path:
    """Where the lock that is written here lies."""
    return project_root(notebook.absolute().parent) / FILE


def lock_of_other_tool(notebook: Path) -> OtherLock | None:
    """The lock of uv, pixi or conda-lock in its project; None where there is none."""
    return other_lock(project_root(notebook.absolute().parent))


def find_project_lock(notebook: Path) -> Lock | None:
    """The lock of a notebook's project; None where there is none.

    That of another tool is brought into the form of PEP 751, for the Python that the notebook was recorded with. Raises
    UnreadableInput, and ReproError where it cannot be read, or has nothing for this platform.
    """
    if other := lock_of_other_tool(notebook):
        return _exported(notebook, other)
    path = project_lock_path(notebook)
    return read_lock(path, "pylock") if is_ours(path, "pylock") else None


def _exported(notebook: Path, other: OtherLock) -> Lock | None:
    snapshot = load_snapshot(notebook)
    python = snapshot.context.python.get("version", "") if snapshot else ""
    if not python:
        return None
    known = f"{python} {conda_platform()} {other.path.name}".encode()
    key = digits_of(digest_bytes(other.path.read_bytes() + known), 24)
    path = cache_folder() / "exported" / key / f"{other.path.stem}.pylock.toml"
    if not path.is_file():
        text = with_header(other.pylock(), python, "pylock")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_together({path: text.encode()})
    by_conda = other.only_by_conda()
    instead = other.command if by_conda else ""
    return replace(read_lock(path, "pylock"), made_of=other.path, by_conda=by_conda, instead=instead)
