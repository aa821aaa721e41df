"""The objects as dvc-data keeps them: one file each, by the BLAKE3 digest of its content.

dvc-data's own local file system gives a file its name before it is on the disk, and on some disks before it is whole;
this one does not. dvc-data is imported when the first object is stored: that takes long, and most commands store none.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from blake3 import blake3

from jupyter_repro.files.whole_files import new_file, share
from jupyter_repro.kept_data.places import explaining, objects_folder

if TYPE_CHECKING:
    from dvc_data.hashfile.db.local import LocalHashFileDB


class _Content:
    """Content to be read in one go, without a copy."""

    def __init__(self, content: bytes | memoryview, source: FileIO | None = None) -> None:
        self._content = content
        self.source = source
        """The file that it was read from."""

    def read(self) -> bytes | memoryview:
        return self._content


class WholeFiles:
    """How files appear whole, with one mode for all of them: a part of a local file system of dvc-data's."""

    mode: int

    def put_file(self, from_file: str | BinaryIO, to_info: str, **_: Any) -> None:
        """Copy a file, or what is left to read of an open one."""
        if isinstance(from_file, str):
            with Path(from_file).open("rb") as file:
                self.upload_fobj(file, to_info)
        else:
            self.upload_fobj(from_file, to_info)

    def upload_fobj(self, fobj: BinaryIO, to_info: str, **_: Any) -> None:
        """Copy what is left to read of an open file; objects are small enough for the memory."""
        path, content, source = Path(to_info), fobj.read(), getattr(fobj, "source", None)
        if path.exists() and path.stat().st_size != len(content):
            path.unlink()
        with suppress(FileExistsError), new_file(path, self.mode) as file:
            if source is None or not share(source, file) or file.read() != content:
                file.seek(0)
                file.truncate()
                file.write(content)

    def reflink(self, _from: str, _to: str) -> None:
        """Refused: the name would be there before the content."""
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


def local_database(folder: Path, mode: int, folder_mode: int) -> LocalHashFileDB:
    """dvc-data's database in a folder of this machine."""
    from dvc_data.hashfile.db.local import LocalHashFileDB

    files = _whole_local_files()()
    files.mode = mode
    database = LocalHashFileDB(files, str(folder), hash_name="blake3")
    database.CACHE_MODE = mode
    database._dir_mode = folder_mode
    return database


@cache
def _whole_local_files() -> type[WholeFiles]:
    from dvc_objects.fs.local import LocalFileSystem

    class WholeLocalFiles(WholeFiles, LocalFileSystem):  # type: ignore[misc]
        """dvc-data's file system, with files that appear whole."""

    return WholeLocalFiles


class ObjectDatabase:
    """Objects in a folder of this machine."""

    def __init__(self, folder: Path, mode: int, folder_mode: int) -> None:
        self._database = local_database(folder, mode, folder_mode)

    def put(self, oid: str, content: bytes | memoryview) -> None:
        """Store an object, whose digest is known to be right; raises Unwritable."""
        with explaining():
            self._database.add_bytes(oid, _Content(content))

    def put_file(self, oid: str, source: FileIO) -> bool:
        """Store a small file, without a copy where the disk can; False where it is not what the object's name says.

        Raises OSError where it cannot be read, and Unwritable.
        """
        content = source.readall() or b""
        if blake3(content).hexdigest() != oid:
            return False
        with explaining():
            self._database.add_bytes(oid, _Content(content, source))
        return True

    def oid_to_path(self, oid: str) -> str:
        """Where the object lies."""
        return str(self._database.oid_to_path(oid))

    def all(self) -> Iterator[str]:
        """Names of the objects that are there."""
        found: Iterator[str] = self._database.all()
        return found


def own_objects() -> ObjectDatabase:
    """Those in this user's cache, which nobody else may read."""
    folder = objects_folder()
    with suppress(OSError):
        return _known_objects(folder, folder.stat().st_mtime_ns)
    return _known_objects(folder, 0)


@lru_cache(maxsize=1)
def _known_objects(folder: Path, _changed: int) -> ObjectDatabase:
    """The database as long as no folder comes or goes in it: it lists them once, which takes longer than storing."""
    return ObjectDatabase(folder, mode=0o400, folder_mode=0o700)
