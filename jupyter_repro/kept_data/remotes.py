"""Another place for what is kept: a folder, an object store, whatever fsspec opens.

It holds the same objects under the same names as the cache. dvc-data's database does the naming; it and fsspec are
imported when a remote is opened.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.secret_words import holds_secret
from jupyter_repro.errors import MissingExtra, NoAccess, ReproError
from jupyter_repro.kept_data.inventory import Stored, is_object
from jupyter_repro.kept_data.object_database import local_database
from jupyter_repro.kept_data.places import CHUNKED

if TYPE_CHECKING:
    from dvc_data.hashfile.db import HashFileDB

_BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci"})
"""Schemes of stores that have no folders."""
_FEW = 200
"""Objects up to which each is asked for; of more, all that is there is listed."""


class Remote:
    """The objects at an address."""

    def __init__(self, address: str) -> None:
        """Opens nothing yet; raises ReproError for an address that nothing here can open."""
        place = parse_address(address)
        self.address = public_address(address) if place.is_url or place.is_chain else address
        self._is_local = _is_local(_scheme(address))
        self._database = _database(address)

    def read(self, oid: str) -> bytes:
        """The content of an object; raises FileNotFoundError, and NoAccess where the store refuses."""
        with self._explaining():
            content: bytes = self._database.fs.cat_file(self._database.oid_to_path(oid))
            return content

    def set_aside(self, oid: str) -> None:
        """Nothing: it is not ours alone."""

    def write(self, oid: str, content: bytes) -> None:
        """Store an object whose digest is known to be right; raises NoAccess."""
        with self._explaining():
            try:
                self._database.add_bytes(oid, BytesIO(content))
            except FileNotFoundError:
                raise NoAccess(f"{self.address} is not there", _LOOK) from None

    def sizes(self, oids: Collection[str]) -> dict[str, int]:
        """Bytes of those of the objects that are there; raises NoAccess."""
        with self._explaining():
            self._database.fs.fs.invalidate_cache()
            few = len(oids) <= _FEW or self._is_local
            return dict(self._sizes_one_by_one(oids) if few else self._listed(oids))

    def finishing(self) -> AbstractContextManager[None]:
        """Nobody takes objects away from a remote."""
        return nullcontext()

    def full(self, short: str) -> str | None:
        """All digits of the only file whose digest begins so; None where there is none, or more."""
        with self._explaining():
            folder = self._database.oid_to_path(short).rpartition(self._database.fs.sep)[0]
            names = {Path(name).name.removesuffix(CHUNKED) for name in self._names(folder)}
        found = [name for name in names if name.startswith(short[2:])]
        return short[:2] + found[0] if len(found) == 1 else None

    def stored(self) -> dict[str, Stored]:
        """All objects by their name; raises NoAccess. One of which the store does not say when it came is new."""
        with self._explaining():
            found = self._all_files()
        objects = {"".join(path.split("/")[-2:]): info for path, info in found.items()}
        return {oid: Stored(info["size"], _changed(info)) for oid, info in objects.items() if is_object(oid)}

    def _all_files(self) -> dict[str, Any]:
        """What the store says of each file, by its path."""
        files, top = self._database.fs, self._database.path
        if self._is_local:
            return {path: files.info(path) for path in files.find(top)}
        files.fs.invalidate_cache()
        found: dict[str, Any] = files.fs.find(top, detail=True)
        return found

    def remove(self, oids: Collection[str]) -> None:
        """Take objects away; raises NoAccess."""
        with self._explaining():
            for oid in oids:
                with suppress(FileNotFoundError):
                    self._database.fs.remove(self._database.oid_to_path(oid))

    def notes(self, folder: str) -> dict[str, bytes]:
        """Small files in a folder beside the objects; raises NoAccess."""
        files = self._database.fs
        with self._explaining():
            paths = self._names(files.join(self._database.path, folder))
            return {path.rpartition("/")[2]: files.cat_file(path) for path in paths}

    def note(self, folder: str, name: str, content: bytes) -> None:
        """Write a small file into a folder beside the objects; raises NoAccess."""
        files = self._database.fs
        path = files.join(self._database.path, folder, name)
        with self._explaining():
            files.makedirs(files.parent(path), exist_ok=True)
            files.fs.pipe_file(path, content)

    def _names(self, folder: str) -> list[str]:
        try:
            return list(self._database.fs.ls(folder, detail=False))
        except FileNotFoundError:
            return []

    def _sizes_one_by_one(self, oids: Collection[str]) -> Iterator[tuple[str, int]]:
        paths = [self._database.oid_to_path(oid) for oid in oids]
        for oid, info in zip(oids, self._database.fs.info(paths, return_exceptions=True), strict=True):
            if isinstance(info, Exception) and not isinstance(info, FileNotFoundError):
                raise info
            if not isinstance(info, Exception):
                yield oid, info["size"]

    def _listed(self, oids: Collection[str]) -> Iterator[tuple[str, int]]:
        wanted = {self._database.oid_to_path(oid).strip("/"): oid for oid in oids}
        for path, info in self._database.fs.fs.find(self._database.path, detail=True).items():
            if oid := wanted.get(path.strip("/")):
                yield oid, info["size"]

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """What a store says, as an error that a person can act on, without the secrets that it may hold."""
        try:
            yield
        except (FileNotFoundError, ReproError):
            raise
        except Exception as error:  # every store has errors of its own
            raise NoAccess(f"{self.address} cannot be used: {_reason(error)}", _LOOK) from error


def remote_at(address: str) -> Remote:
    """The remote at an address; raises MissingExtra, and NoAccess for an address that nothing here can open."""
    return Remote(address)


def _database(address: str) -> HashFileDB:
    from dvc_data.hashfile.db import HashFileDB
    from fsspec.core import url_to_fs

    scheme = _scheme(address)
    try:
        files, path = url_to_fs(address)
    except ImportError as error:
        if scheme in {"s3", "s3a"}:
            raise MissingExtra("s3fs", "s3") from None
        raise NoAccess(f"nothing that is installed opens {scheme}://", str(error).splitlines()[0]) from None
    except ValueError as error:
        raise NoAccess(f"{scheme}:// is opened by nothing: {_reason(error)}", _LOOK) from None
    if _is_local(scheme):
        mask = _umask()
        return local_database(Path(path), mode=0o444 & ~mask, folder_mode=0o777 & ~mask)
    return HashFileDB(_stored_files()(fs=files), path, hash_name="blake3")


@cache
def _stored_files() -> Any:
    from dvc_objects.fs.base import FileSystem

    class StoredFiles(FileSystem):  # type: ignore[misc]
        """A store of fsspec's, to which a file is written in one go."""

        PARAM_CHECKSUM = "blake3"

        def upload_fobj(self, fobj: BinaryIO, to_info: str, **_: Any) -> None:
            self.fs.pipe_file(to_info, fobj.read())

        def makedirs(self, path: str, **_: Any) -> None:
            """Nothing where there are no folders: to ask for one could make a bucket."""
            protocol = self.fs.protocol
            if not _BUCKETS.intersection(protocol if isinstance(protocol, tuple) else {protocol}):
                super().makedirs(path)

    return StoredFiles


def _changed(info: Mapping[str, Any]) -> float:
    """When a file was written, in seconds since 1970."""
    found = next((info[key] for key in _TIMES if info.get(key)), math.inf)
    return found.timestamp() if isinstance(found, datetime) else _seconds(found)


def _seconds(found: Any) -> float:
    try:
        return datetime.fromisoformat(found).timestamp() if isinstance(found, str) else float(found)
    except (TypeError, ValueError):
        return math.inf


_TIMES = ("mtime", "LastModified", "last_modified", "updated", "created")
"""By which stores say when a file was written."""


def _scheme(address: str) -> str:
    place = parse_address(address)
    if place.is_chain:
        return place.first_link
    return place.scheme if place.is_url else "file"


def _is_local(scheme: str) -> bool:
    return scheme in {"file", "local"}


def _umask() -> int:
    """What this process takes away from the modes of its files; it can only be asked for by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _reason(error: Exception) -> str:
    reason = (str(error) or type(error).__name__).splitlines()[0]
    return type(error).__name__ if holds_secret(reason) else reason


_LOOK = "see remote in [tool.jupyter-repro.data] of pyproject.toml"
