"""Objects of lakeFS that are read through lakefs-spec, as fsspec and pandas do: which commit they were read of."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.data_sources.fsspec_stores import explained
from jupyter_repro.data_sources.lakefs.versions import LakePlace, checksum_of, place_of, resolved
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import DataNotes, Undo, Wish
from jupyter_repro.patching import after, replaced

Function = Callable[..., Any]

_QUIET = {
    "lakefs_spec.spec": ("LakeFSFileSystem", ("info", "ls", "exists")),
    "lakefs_spec.file": ("LakeFSObjectReader", ("read", "readline", "seek")),
}
"""What is asked of the server there is reported by the names of the objects, and not by the server's addresses."""


class LakefsReader:
    """Notes each object that is opened, and opens that of the moment as of which the notebook reads."""

    modules = tuple(_QUIET)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch one of the modules."""
        owner, names = _QUIET[module]
        watched = getattr(sys.modules[module], owner)
        undos = [replaced(watched, name, _quiet(getattr(watched, name), notes)) for name in names]
        if module == "lakefs_spec.spec":
            undos.append(replaced(watched, "open", _opening(watched.open, notes)))
        return after(*undos)


def _quiet(function: Function, notes: DataNotes) -> Function:
    @wraps(function)
    def quiet(*args: Any, **named: Any) -> Any:
        return notes.unwatched(lambda: function(*args, **named))

    return quiet


def _opening(opens: Function, notes: DataNotes) -> Function:
    results: set[str] = set()

    @wraps(opens)
    def opening(store: Any, path: Any, mode: str = "rb", *args: Any, **named: Any) -> Any:
        place = _place(path)
        if place and not mode.startswith("r"):
            results.add(place.name)
        if place is None or place.name in results:
            return notes.unwatched(lambda: opens(store, path, mode, *args, **named))
        wish = notes.wish(place.name)
        if wish:
            with explained(place.name):
                found = notes.unwatched(resolved, store.client, place, wish)
            path = place._replace(ref=found.version.id).name
            notes.versioned(found)
        file = notes.unwatched(lambda: opens(store, path, mode, *args, **named))
        if not wish:
            _note(notes, store.client, place)
        return file

    return opening


def _place(path: Any) -> LakePlace | None:
    text = str(path)
    with suppress(ReproError):
        return place_of(text if parse_address(text).is_url else f"lakefs://{text}")
    return None


def _note(notes: DataNotes, client: Any, place: LakePlace) -> None:
    """Note what was opened: a commit's, or what is only staged on a branch, which has no version."""
    with suppress(Exception):  # it was opened all the same
        there = notes.unwatched(checksum_of, client, place)
        with suppress(ReproError):
            found = notes.unwatched(resolved, client, place, Wish())
            if found.digest == f"etag:{there}":
                notes.versioned(found)
                return
        notes.received(place.name, f"etag:{there}", 0, there, notes.place())
