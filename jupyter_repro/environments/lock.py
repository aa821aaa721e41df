"""The lock file beside a notebook: exactly the packages that it ran on, with hashes.

`analysis.pylock.toml` is a lock file by PEP 751. `analysis.requirements.txt` holds the same for pip, without download
addresses, for projects that do not want these in their repository. Both name the version of Python.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.environments.lock_file import (
    SUFFIXES,
    Form,
    Lock,
    is_ours,
    is_somebody_elses,
    lock_path,
    read_lock,
)
from jupyter_repro.environments.lock_file import with_header as _with_header
from jupyter_repro.environments.own_packages.kept_wheels import keep_wheels
from jupyter_repro.environments.own_packages.made_wheels import Maker, maker_for
from jupyter_repro.environments.own_packages.own_wheels import with_own
from jupyter_repro.environments.platform_files import platform_here, without_other_platforms
from jupyter_repro.environments.project_lock import find_project_lock, has_project_lock
from jupyter_repro.environments.resolution import Resolution, name_of
from jupyter_repro.environments.uv import find_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.sizes import size_in_bytes
from jupyter_repro.records.snapshot import Context, Origin, Snapshot
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import snapshot_path

KERNEL = "ipykernel"
"""Runs the notebook, though the notebook does not import it."""


def lock_beside(notebook: Path, snapshot: Snapshot) -> str:
    """Write the lock that the project's settings ask for, where uv is there; says in one line what came of it.

    What cannot be locked is said and keeps no snapshot back.
    """
    form = settings_for(notebook.absolute().parent).lock
    if form not in SUFFIXES or snapshot.language != "python" or find_uv() is None:
        return ""
    try:
        return lock_words(lock_packages(notebook, snapshot, form))
    except ReproError as error:
        return "; ".join(filter(None, (f"no lock was written: {error.what}", error.remedy)))


def lock_words(locked: Locked) -> str:
    """What came of it, in one line."""
    path = shown_path(locked.lock.path)
    reasons = (f"{name} is not in it: {why}" for name, why in sorted(locked.left_out.items()))
    lost = (f"{file} is not kept" for file in locked.not_kept)
    return "; ".join([f"its packages are locked in {path}", *reasons, *lost])


def shown_path(path: Path) -> str:
    """A path for a person: as seen from here where it lies below."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def find_lock(notebook: str | Path) -> Lock | None:
    """The lock beside a notebook, else that of its project where the settings say so; None where there is none.

    Raises UnreadableInput.
    """
    forms: tuple[Form, ...] = ("pylock", "requirements")
    found = ((lock_path(notebook, form), form) for form in forms)
    own = next((read_lock(path, form) for path, form in found if os.path.lexists(path)), None)
    if own is None and has_project_lock(Path(notebook)):
        return find_project_lock(Path(notebook))
    return own


@dataclass(frozen=True)
class Locked:
    """What came of locking a notebook's packages."""

    lock: Lock
    left_out: Mapping[str, str]
    """Name of a package that is not in it, and why, a sentence without its full stop."""
    not_kept: tuple[str, ...]
    """Wheels that it names and that are over the limit, or that the settings do not let be kept."""


def lock_packages(notebook: Path, snapshot: Snapshot, form: Form) -> Locked:
    """Lock what the snapshot says the notebook ran on, and write the file; a lock of the other form is removed.

    Wheels of packages that no index has are kept as the settings say of data. Raises ReproError for what cannot be
    resolved, where uv is missing, and where a file of somebody else's lies in its place: that stays as it is.
    """
    path = lock_path(notebook, form)
    if is_somebody_elses(path, form):
        other = next(iter(SUFFIXES.keys() - {form}))
        raise ReproError(
            f"{path} is there already and was not written by jupyter-repro",
            f"move it away, or set in pyproject.toml: [tool.jupyter-repro] lock = '{other}'",
        )
    settings = settings_for(notebook.absolute().parent)
    with scratch_folder() as scratch:
        maker = maker_for(notebook, snapshot, size_in_bytes(settings.data.limit), scratch)
        content, resolution = resolved_lock(snapshot, form, maker, every_file=settings.lock_files == "all")
        not_kept = keep_wheels(snapshot_path(notebook), resolution.own, settings.data)
    write_together({path: content})
    for other in SUFFIXES.keys() - {form}:
        if is_ours(lock_path(notebook, other), other):
            lock_path(notebook, other).unlink()
    return Locked(read_lock(path, form), resolution.left_out, tuple(not_kept))


def write_lock(notebook: Path, snapshot: Snapshot, form: Form) -> Lock:
    """The same, and only the lock is answered."""
    return lock_packages(notebook, snapshot, form).lock


def locked(notebook: Path, snapshot: Snapshot, form: Form) -> bytes:
    """Content of the lock file; nothing is kept for it."""
    with scratch_folder() as scratch:
        limit = size_in_bytes(settings_for(notebook.absolute().parent).data.limit)
        maker = maker_for(notebook, snapshot, limit, scratch)
        return resolved_lock(snapshot, form, maker, every_file=True)[0]


def resolved_lock(
    snapshot: Snapshot, form: Form, maker: Maker, *, every_file: bool, more: str = ""
) -> tuple[bytes, Resolution]:
    """Content of the lock, and what was resolved; `more` are lines for our table. Raises ReproError."""
    context = snapshot.context
    python = context.python.get("version", "")
    if not python:
        raise ReproError(
            f"{snapshot.notebook} has no lock: its snapshot does not say which Python it ran on", _RECORD
        )
    resolution = Resolution(
        {name_of(each): each for each in requirements(context)},
        {name_of(each): each for each in constraints(context)},
    )
    for name in own_packages(context):
        resolution.take_out(name, maker)
    what = f"the packages of {snapshot.notebook} cannot be locked"
    text = resolution.resolved(maker, python, form, what=what)
    here = platform_here() if form == "pylock" and not every_file else ""
    text = without_other_platforms(text, python) if here else text
    text = with_own(text, form, resolution.own)
    text = _with_header(text, python, form, own=resolution.own, platform=here, more=more)
    return text.encode(), resolution


def requirements(context: Context) -> Iterator[str]:
    """What the notebook imported, and the kernel: each as exactly as it was recorded; local packages are left out."""
    packages = context.packages
    for name, version in packages.imported.items():
        origin = packages.origins.get(name, Origin())
        if not is_local(origin):
            yield _requirement(name, version, origin)
    if KERNEL not in packages.imported:
        version = packages.installed.get(KERNEL, "")
        yield f"{KERNEL}=={version}" if version else KERNEL


def _requirement(name: str, version: str, origin: Origin) -> str:
    if origin.commit:
        return f"{name} @ git+{origin.address}@{origin.commit}"
    return f"{name} @ {origin.address}" if origin.address else f"{name}=={version}"


def constraints(context: Context) -> Iterator[str]:
    """Versions of all that was installed: what the imported packages need in turn is taken as it was."""
    packages = context.packages
    addressed = {name for name, origin in packages.origins.items() if origin.address or origin.editable}
    for name, version in {**packages.installed, **packages.imported}.items():
        if name not in addressed:
            yield f"{name}=={version}"


def is_local(origin: Origin) -> bool:
    """Whether a package was installed from a folder or file of the machine."""
    return origin.editable or bool(
        origin.address and not origin.commit and not parse_address(origin.address).is_url
    )


def own_packages(context: Context) -> dict[str, Origin]:
    """The imported packages that came from no index: of this machine, or of a repository."""
    origins = context.packages.origins
    return {name: each for name, each in origins.items() if is_local(each) or each.commit}


def local_packages(context: Context) -> dict[str, Origin]:
    """The imported packages that no index has: they go along as wheels."""
    return {name: origin for name, origin in context.packages.origins.items() if is_local(origin)}


_RECORD = "record it again in a kernel whose environment has jupyter-repro: jupyter repro snapshot NOTEBOOK"
