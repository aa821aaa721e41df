"""Objects of S3 that are read through s3fs, as fsspec and pandas do: which version was received, as the server says."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from typing import Any

from jupyter_repro.data_sources.fsspec_stores import explained, is_own
from jupyter_repro.data_sources.received_content import NOTED_OTHERWISE
from jupyter_repro.data_sources.s3.s3fs_parts import CALL, INFO, OPEN, call_of, path_in
from jupyter_repro.data_sources.s3.versions import Call, ObjectPlace, answered_version, found_of, version_for
from jupyter_repro.extensions.data import DataNotes, Undo, Wish
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.asked_versions import asked_by_id

_READS = frozenset({"get_object", "head_object"})
_WRITES = frozenset({"put_object", "complete_multipart_upload", "copy_object"})
_WHOLE = re.compile(r"bytes .*/(\d+)$")


class S3fsReader:
    """Notes each version that is received, and asks for that of the moment as of which the notebook reads.

    What the notebook itself wrote there is a result, and as it is.
    """

    modules = ("s3fs.core",)

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Watch what is asked of the server."""
        from s3fs.core import S3FileSystem

        return after(
            replaced(S3FileSystem, CALL, _watched(call_of(S3FileSystem), notes)),
            replaced(S3FileSystem, INFO, _fresh(getattr(S3FileSystem, INFO), notes)),
            replaced(S3FileSystem, OPEN, _received(getattr(S3FileSystem, OPEN))),
        )


def _watched(call: Call, notes: DataNotes) -> Call:
    results: set[ObjectPlace] = set()

    @wraps(call)
    async def watched(store: Any, method: str, *args: Any, **named: Any) -> Any:
        place = ObjectPlace(named.get("Bucket", ""), named.get("Key", ""))
        if method in _WRITES:
            results.add(place)
        asked = partial(_quietly, call, store, method, *args)
        if method not in _READS or place in results or is_own(store):
            return await asked(**named)
        wish = None if named.get("VersionId") else notes.wish(place.name)
        if wish:
            with explained(place.name):
                known = await version_for(partial(_quietly, call, store), place, wish)
            named["VersionId"] = known.stored
        answer = await asked(**{name: value for name, value in named.items() if name != "VersionId" or value})
        if method == "get_object":
            _note(notes, place, answer, wish or _named(named))
        return answer

    return watched


async def _quietly(call: Call, store: Any, *args: Any, **named: Any) -> Any:
    """What the server answers; the addresses by which it is asked are no data of the notebook."""
    before = NOTED_OTHERWISE.set(True)
    try:
        return await call(store, *args, **named)
    finally:
        NOTED_OTHERWISE.reset(before)


def _named(named: dict[str, Any]) -> Wish:
    """What the notebook itself asked for."""
    version = named.get("VersionId")
    return Wish(version=version, text=asked_by_id(version)) if version else Wish()


def _note(notes: DataNotes, place: ObjectPlace, answer: Any, wish: Wish) -> None:
    part = _WHOLE.match(answer.get("ContentRange", ""))
    notes.versioned(found_of(place, answered_version(answer, int(part[1]) if part else None), wish.text))


def _fresh(info: Call, notes: DataNotes) -> Call:
    """What is known of an object from a listing is known of the newest only."""

    @wraps(info)
    async def fresh(store: Any, path: str, *args: Any, **named: Any) -> Any:
        bucket, key, _ = store.split_path(path_in(store, path))
        if key and not is_own(store) and notes.wish(ObjectPlace(bucket, key).name):
            named["refresh"] = True
        return await info(store, path, *args, **named)

    return fresh


def _received(open_: Callable[..., Any]) -> Callable[..., Any]:
    """An object in which there is nothing is asked for as well: s3fs is content with what it knows of its size."""

    @wraps(open_)
    def opened(store: Any, *args: Any, **named: Any) -> Any:
        file = open_(store, *args, **named)
        if file.mode == "rb" and file.size == 0 and not is_own(store):
            with suppress(Exception):  # which would be no error of the notebook
                _ask_for(store, file)
        return file

    return opened


def _ask_for(store: Any, file: Any) -> None:
    from fsspec.asyn import sync

    version = {"VersionId": file.version_id} if file.version_id else {}
    asked = {"Bucket": file.bucket, "Key": file.key, **version, **store.req_kw}
    sync(store.loop, call_of(store), "get_object", **asked)["Body"].close()
