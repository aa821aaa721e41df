"""Digests of files, remembered by path, size, times and inode, so that unchanged data is read only once.

The memory is one SQLite file in this user's cache folder, or in JUPYTER_REPRO_CACHE; paths are kept as digests. Where
it cannot be used, files are read again: it is never needed.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from blake3 import blake3

from jupyter_repro.digest import Digest, digest_file
from jupyter_repro.files.cache_folder import cache_folder

MOST_KEPT = 1_000_000
"""Files that are remembered; the oldest entries go first."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times are taken for its own: written to again at once, it could keep them."""

_BATCH = 500
_TABLE = """
CREATE TABLE IF NOT EXISTS files (
  number INTEGER PRIMARY KEY, path BLOB UNIQUE,
  size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, digest TEXT
)"""

Mark = tuple[int, int, int, int]
"""Size, time of modification, time of change, inode: what tells a file from the one that lay there before."""


Found = tuple[Digest, int] | OSError
"""Digest and size in bytes of a file, or why there is none."""


def cached_digest(path: str) -> tuple[Digest, int]:
    """Digest and size in bytes of one regular file.

    Raises FileNotFoundError where there is none, and OSError for what cannot be read, is not a regular file (it is not
    opened: a pipe would wait for its writer), or changes while it is read.
    """
    found = cached_digests([path])[path]
    if isinstance(found, OSError):
        raise found
    return found


def cached_digests(paths: Iterable[str]) -> dict[str, Found]:
    """Digest and size of each file, in the order of the paths."""
    marks = {path: _mark_or_why(path) for path in paths}
    there = {path: mark for path, mark in marks.items() if not isinstance(mark, OSError)}
    with closing(_opened()) as memory:
        known: dict[str, Digest | OSError] = dict(_known(memory, there))
        fresh = {path: _read(path, mark) for path, mark in there.items() if path not in known}
        _remember(memory, {path: digest for path, digest in fresh.items() if isinstance(digest, str)}, there)
    digests = {**known, **fresh}
    return {path: _found(mark, digests.get(path)) for path, mark in marks.items()}


def remembered(path: str) -> Digest | None:
    """Digest of a file that was read before, and has neither been written to nor replaced since; it is not read now."""
    return remembered_digests([path]).get(path)


def remembered_digests(paths: Iterable[str]) -> dict[str, Digest]:
    """The same of several files; those that are not remembered are left out."""
    marks = {path: _mark_or_why(path) for path in paths}
    there = {path: mark for path, mark in marks.items() if not isinstance(mark, OSError)}
    with closing(_opened()) as memory:
        return dict(_known(memory, there))


def _found(mark: Mark | OSError, digest: Digest | OSError | None) -> Found:
    if isinstance(mark, OSError):
        return mark
    return (digest, mark[0]) if isinstance(digest, str) else digest or OSError(errno.EIO, "not read")


def _mark_or_why(path: str) -> Mark | OSError:
    try:
        return _mark(path)
    except OSError as error:
        return error


def _mark(path: str) -> Mark:
    found = os.stat(path)  # noqa: PTH116  asked of a hundred thousand files
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", path)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _read(path: str, mark: Mark) -> Digest | OSError:
    try:
        digest = digest_file(path)
        return digest if _mark(path) == mark else OSError(errno.EBUSY, "it changed while it was read", path)
    except OSError as error:
        return error


def _opened() -> sqlite3.Connection:
    """The memory; an empty one that is not kept where the file cannot be used."""
    try:
        place = cache_folder() / "digests.sqlite"
        place.parent.mkdir(parents=True, exist_ok=True)
        memory = sqlite3.connect(place, timeout=1)
        memory.execute(_TABLE)
    except (OSError, sqlite3.Error):
        memory = sqlite3.connect(":memory:")
        memory.execute(_TABLE)
    return memory


def _key(path: str) -> bytes:
    absolute = path if os.path.isabs(path) else os.path.abspath(path)  # noqa: PTH100, PTH117
    return blake3(os.fsencode(absolute)).digest(16)


def _known(memory: sqlite3.Connection, marks: Mapping[str, Mark]) -> Iterator[tuple[str, Digest]]:
    keys = [(_key(path), path) for path in marks]
    for start in range(0, len(keys), _BATCH):
        paths = dict(keys[start : start + _BATCH])
        asked = f"SELECT * FROM files WHERE path IN ({','.join('?' * len(paths))})"  # noqa: S608  placeholders only
        try:
            rows = memory.execute(asked, list(paths)).fetchall()
        except sqlite3.Error:
            return
        for _, key, *mark, digest in rows:
            if tuple(mark) == marks[paths[key]]:
                yield paths[key], digest


def _remember(memory: sqlite3.Connection, digests: Mapping[str, Digest], marks: Mapping[str, Mark]) -> None:
    now = time.time_ns()
    rows = [
        (_key(path), *marks[path], digest)
        for path, digest in digests.items()
        if now - max(marks[path][1:3]) > SETTLED
    ]
    if not rows:
        return
    try:
        with memory:
            memory.executemany(
                "INSERT OR REPLACE INTO files (path, size, modified, changed, inode, digest) VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            memory.execute(
                "DELETE FROM files WHERE number <= (SELECT max(number) FROM files) - ?", (MOST_KEPT,)
            )
    except sqlite3.Error:  # full, locked or read-only: the next run reads the files again
        return
