"""What one notebook depends on, as it is now: its file, its snapshot, and all that the snapshot says it read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors import consumed, files, modules
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.digest import MISSING, digest_bytes
from jupyter_repro.files.folder_listing import listed
from jupyter_repro.records.consumed_snapshots import is_notebook
from jupyter_repro.records.environment_reads import ALL, names_read
from jupyter_repro.records.snapshot import Context, Snapshot, Use
from jupyter_repro.settings import Settings, settings_for
from jupyter_repro.snapshots.snapshot_digests import digest_beside
from jupyter_repro.verifying.context_now import origin_now
from jupyter_repro.verifying.unchanged.environment_inputs import content_of_package

_GIVEN_BY_THE_KEY = frozenset({"environment-variable", "hash-order", "locale", "machine", "path", "timezone"})
"""Sources that give the same where all that is looked at here is the same."""
_MODULES = (".py", ".so", ".pyd", ".ipy")


class Unknowable(Exception):
    """Why only a run tells whether anything that a notebook depends on has changed."""


def of_notebook(path: Path, snapshot: Snapshot) -> Mapping[str, Any]:
    """What it depends on, by name. Raises Unknowable, OSError for a file that cannot be read, and ReproError."""
    context, folder = snapshot.context, path.absolute().parent
    _check(snapshot)
    working = (folder / context.folder).resolve()
    return {
        "notebook": digest_bytes(path.read_bytes()),
        "snapshot": digest_beside(path),
        "data": _data(context, Availability(folder)),
        "modules": dict.fromkeys(context.modules, MISSING) | modules.current(context.modules, folder),
        "beside modules": _beside(context, folder, working),
        "looks": [_look(use, folder) for use in snapshot.uses if use.name],
        "packages": {name: content_of_package(name) for name in sorted(context.packages.imported)},
        "origins": {name: origin_now(origin, folder) for name, origin in context.packages.origins.items()},
        "consumes": consumed.current(context.consumes, folder),
        "variables": _variables(snapshot.uses),
        "settings": _settings(settings_for(folder), folder),
        "folder": str(working) if any(use.kind == "path" for use in snapshot.uses) else "",
    }


def _check(snapshot: Snapshot) -> None:
    """Raise Unknowable where something else than what lies here is asked."""
    for use in snapshot.uses:
        pinned = snapshot.context.seed is not None or use.kind != "hash-order"
        if use.varies and not (use.kind in _GIVEN_BY_THE_KEY and pinned):
            raise Unknowable(f"what it shows may vary by itself: {use.what}")
    for name, file in snapshot.context.data.items():
        if not data_name(name, file.version).is_file:
            raise Unknowable(f"it reads {name}, which only a run asks for")
    for name, each in snapshot.context.consumes.items():
        if not is_notebook(each.address):
            raise Unknowable(f"it builds upon {name}, which a tracker keeps")
    if snapshot.language != "python":
        raise Unknowable(f"what it reads is not known, for its kernel is one of {snapshot.language or '?'}")


def _data(context: Context, stores: Availability) -> Mapping[str, Any]:
    now = files.current(context.data, stores)
    return {name: (each.digest, each.folder) if (each := now.get(name)) else MISSING for name in context.data}


def _beside(context: Context, folder: Path, working: Path) -> Mapping[str, Sequence[str]]:
    """Names of what could be imported in place of, or by, the modules that were."""
    places = {working, *(located(name, folder).parent for name in context.modules)}
    places |= {
        Path(each).absolute() for each in filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    }
    return {os.path.relpath(place, folder): sorted(_importable(place)) for place in sorted(places)}


def _importable(folder: Path) -> Iterator[str]:
    try:
        entries = [*os.scandir(folder)]
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(_MODULES) or (entry.is_dir() and any(Path(entry.path).glob("*.py"))):
            yield entry.name


def _look(use: Use, folder: Path) -> tuple[str, str]:
    """What a look at a file finds."""
    path = located(str(use.name), folder)
    if str(use.name).endswith("/") and path.is_dir():
        return str(use.name), listed(str(path), str(folder))
    kind = "folder" if path.is_dir() else "file" if path.exists() else MISSING
    return str(use.name), f"{kind} {path.stat().st_size}" if kind == "file" else kind


def _variables(uses: Sequence[Use]) -> Mapping[str, str | None]:
    everything = any(use.what == ALL for use in uses)
    names = {name for name in os.environ if not name.startswith(("JPY_", "SHLVL", "PWD", "OLDPWD"))}
    return {name: os.environ.get(name) for name in (names if everything else names_read(uses))}


def _settings(settings: Settings, folder: Path) -> Any:
    file = settings.sanitize_with
    rules = [digest_bytes(each.read_bytes()) for place in folder.parents if (each := place / file).is_file()]
    return [msgspec.to_builtins(settings), rules if file else []]
