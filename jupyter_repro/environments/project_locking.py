"""Writing the lock of a project: all notebooks that it is for, resolved together."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from packaging.utils import canonicalize_name

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.digest import digest_text
from jupyter_repro.environments.lock import (
    Locked,
    constraints,
    lock_words,
    requirements,
    resolved_lock,
    shown_path,
)
from jupyter_repro.environments.lock_file import is_somebody_elses, read_lock
from jupyter_repro.environments.other_locks.found import OtherLock
from jupyter_repro.environments.own_packages.kept_wheels import keep_wheels
from jupyter_repro.environments.own_packages.made_wheels import maker_for
from jupyter_repro.environments.project_lock import lock_of_other_tool, project_lock_path
from jupyter_repro.environments.uv import find_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.sizes import size_in_bytes
from jupyter_repro.records.snapshot import Context, Packages, Snapshot
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

_SEVERAL = (
    "record both in one environment, or give each its own lock: lock = 'pylock' in [tool.jupyter-repro]"
)


def lock_in_project(notebook: Path, snapshot: Snapshot) -> str:
    """Write the project's lock, or look at that of another tool which is there; says in one line what came of it."""
    if snapshot.language != "python":
        return ""
    if other := lock_of_other_tool(notebook):
        return _said_of(snapshot, other)
    if find_uv() is None:
        return ""
    try:
        return lock_words(lock_project(notebook, snapshot))
    except ReproError as error:
        return "; ".join(filter(None, (f"no lock was written: {error.what}", error.remedy)))


def lock_project(notebook: Path, snapshot: Snapshot) -> Locked:
    """Lock what this notebook ran on together with those that the project's lock is for already, and write the file.

    Where none of them needs anything else, it stays as it is. Raises ReproError as `lock_packages` does, and where two
    need one package in different versions.
    """
    path = project_lock_path(notebook)
    if is_somebody_elses(path, "pylock"):
        raise ReproError(f"{path} is there already and was not written by jupyter-repro", "move it away")
    name, settings = _name(notebook, path), settings_for(notebook.absolute().parent)
    before = _table(path)
    others = _recorded(before.get("notebooks", ()), path.parent, notebook.absolute().parent)
    every = {**{other: each for other, each in others.items() if other != name}, name: snapshot}
    together = united(every)
    notes = _notes(every, together, settings.lock_files)
    if tomllib.loads(notes).items() <= before.items():
        return Locked(read_lock(path, "pylock"), {}, ())
    with scratch_folder() as scratch:
        maker = maker_for(notebook, together, size_in_bytes(settings.data.limit), scratch)
        content, resolution = resolved_lock(
            together, "pylock", maker, every_file=settings.lock_files == "all", more=notes
        )
        not_kept = keep_wheels(snapshot_path(notebook), resolution.own, settings.data)
    write_together({path: content})
    return Locked(read_lock(path, "pylock"), resolution.left_out, tuple(not_kept))


def united(snapshots: Mapping[str, Snapshot]) -> Snapshot:
    """A snapshot of all that several notebooks imported, as the last of them has it where only that is installed.

    Raises ReproError where two of them imported one package, or ran on Python, in different versions.
    """
    *_, last = snapshots.values()
    _check_same({name: each.context.python for name, each in snapshots.items()}, "Python", "version")
    packages = [each.context.packages for each in snapshots.values()]
    for package in {name for each in packages for name in each.imported}:
        imported = {name: each.context.packages.imported for name, each in snapshots.items()}
        _check_same(imported, package, package)
    merged = Packages(
        imported={name: version for each in packages for name, version in each.imported.items()},
        installed={name: version for each in packages for name, version in each.installed.items()},
        origins={name: origin for each in packages for name, origin in each.origins.items()},
    )
    context = Context(packages=merged, python=last.context.python)
    return msgspec.structs.replace(last, context=context)


def _check_same(by_notebook: Mapping[str, Mapping[str, str]], called: str, key: str) -> None:
    found = {each[key]: name for name, each in by_notebook.items() if key in each}
    if len(found) > 1:
        needs = (f"{name} needs {called} {version}" for version, name in sorted(found.items()))
        raise ReproError(" and ".join(needs), _SEVERAL)


def _name(notebook: Path, lock: Path) -> str:
    """Of a notebook, as seen from the project's lock."""
    return Path(os.path.relpath(notebook.resolve(), lock.parent.resolve())).as_posix()


def _table(path: Path) -> dict[str, object]:
    """Ours in the lock; empty where there is none."""
    if not path.is_file():
        return {}
    table: dict[str, object] = tomllib.loads(path.read_text())["tool"]["jupyter-repro"]
    return table


def _recorded(names: object, root: Path, folder: Path) -> dict[str, Snapshot]:
    """Snapshots of the notebooks of these names that are there still, with sources as seen from `folder`."""
    listed = names if isinstance(names, Iterable) else ()
    found = {str(name): load_snapshot(root / str(name)) for name in listed if (root / str(name)).is_file()}
    return {
        name: _seen_from(folder, snapshot, (root / name).parent)
        for name, snapshot in found.items()
        if snapshot
    }


def _seen_from(folder: Path, snapshot: Snapshot, own: Path) -> Snapshot:
    packages = snapshot.context.packages
    origins = {
        name: msgspec.structs.replace(each, address=portable(located(each.address, own), folder))
        if each.editable
        else each
        for name, each in packages.origins.items()
    }
    context = msgspec.structs.replace(
        snapshot.context, packages=msgspec.structs.replace(packages, origins=origins)
    )
    return msgspec.structs.replace(snapshot, context=context)


def _notes(snapshots: Iterable[str], together: Snapshot, files: str) -> str:
    """Lines of our table: which notebooks it is for, and the digest of what they need."""
    context = together.context
    needed = "\n".join(sorted([*requirements(context), *constraints(context), files]))
    names = ", ".join(f'"{name}"' for name in sorted(snapshots))
    return f'notebooks = [{names}]\nneeds = "{digest_text(needed)}"\n'


def _said_of(snapshot: Snapshot, other: OtherLock) -> str:
    try:
        differing = _differing(snapshot, other)
    except ReproError as error:
        return "; ".join(filter(None, (f"its packages are locked nowhere: {error.what}", error.remedy)))
    return "; ".join([f"its packages are locked in {shown_path(other.path)}", *differing])


def _differing(snapshot: Snapshot, other: OtherLock) -> list[str]:
    """Imported packages that ran in another version than a lock has, or that it does not have; raises as it does."""
    locked: dict[str, set[str]] = {}
    for each in other.packages():
        locked.setdefault(canonicalize_name(each.name), set()).add(each.version)
    return [
        f"{name} is {version} here and {' or '.join(sorted(locked[name])) if name in locked else 'not'} in it"
        for name, version in snapshot.context.packages.imported.items()
        if version not in locked.get(name, set())
    ]
