"""Objects in Google Cloud Storage and Azure, as fsspec reads them: what lies there now, known by its mark."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.data_sources.fsspec_stores import explained, own_store
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.records.snapshot import DataVersion

_PROTOCOLS = {"gs": "gs", "gcs": "gs", "az": "abfs", "abfs": "abfs", "abfss": "abfs"}
_MARKS = ("generation", "etag", "ETag")
"""By which stores tell what was written once from what was written again, the most exact first."""
_TIMES = ("updated", "last_modified", "mtime", "created")


class ObjectStoreSource:
    """Objects, read by gcsfs and adlfs with the credentials that they find.

    A version's id is the generation or ETag that the store gives at each write. Only what lies there now is available:
    versions that the store itself keeps are not read.
    """

    schemes = tuple(_PROTOCOLS)

    def name(self, address: str, _folder: Path) -> str:
        """The address; in Azure's, what stands before the @ is a container."""
        found = parse_address(address)
        return public_address(f"{found.scheme}://{found.authority}{found.path}", query=False)

    def resolve(self, address: str, wish: Wish, _folder: Path) -> Found:
        """What lies there, where it has not changed since the moment or is the version that is wanted."""
        name = self.name(address, _folder)
        with explained(name):
            return _meant(name, _there(name), wish)

    def fetch(self, address: str, version: DataVersion, _folder: Path, into: Path) -> None:
        """Download what lies there, if it is that version."""
        name, wish = self.name(address, _folder), Wish(version=version.id)
        with explained(name):
            _meant(name, _there(name), wish)
            _store(name).get_file(name, str(into))
            _meant(name, _there(name), wish)  # it may have been overwritten meanwhile


class _Object(NamedTuple):
    mark: str
    size: int
    moment: datetime | None


def _store(name: str) -> Any:
    return own_store(_PROTOCOLS[parse_address(name).scheme])


def _there(name: str) -> _Object:
    about = _store(name).info(name)
    mark = next((str(about[each]).strip('"') for each in _MARKS if about.get(each)), "")
    if about.get("type") != "file" or not mark:
        raise NoSuchData("is no object", "name one as in gs://bucket/key", subject=name)
    moment = next((_moment(about[each]) for each in _TIMES if about.get(each)), None)
    return _Object(mark, int(about["size"]), moment)


def _moment(stated: Any) -> datetime:
    moment = stated if isinstance(stated, datetime) else datetime.fromisoformat(str(stated))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _meant(name: str, found: _Object, wish: Wish) -> Found:
    time = iso(found.moment) if found.moment else ""
    if wish.version and wish.version != found.mark:
        raise NoSuchVersion(f"was overwritten at {time}", _OTHERS, subject=name)
    if wish.asof and (found.moment is None or found.moment > wish.asof):
        raise NoSuchVersion(f"was stored at {time}, after {wish.text}", _OTHERS, subject=name)
    return Found(
        name, digest_text(f"{name} {found.mark}"), found.size, DataVersion(found.mark, time, wish.text)
    )


_OTHERS = "earlier versions of this store are not read here; take it back with the tools of the store"
