"""Objects in S3, and in what speaks its protocol: `s3://bucket/key`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.data_sources.fsspec_stores import explained, own_store
from jupyter_repro.data_sources.s3.s3fs_parts import call_of
from jupyter_repro.data_sources.s3.versions import ObjectPlace, ObjectVersion, found_of, version_for
from jupyter_repro.errors import NoSuchData
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.records.asked_versions import asked_by_id
from jupyter_repro.records.snapshot import DataVersion

_VERSION = "versionId="


class S3Source:
    """Objects, read by s3fs with the endpoint and credentials that it finds.

    A version's id is the bucket's own; as of a moment it is the newest that is not younger and holds something: that
    the object was deleted meanwhile does not count. Where the bucket keeps no versions, the id is the object's ETag,
    and only what lies there is available. The digest is the ETag in both cases.
    """

    schemes = ("s3", "s3a")

    def name(self, address: str, _folder: Path) -> str:
        """The address, without credentials and version."""
        return _place(address).name

    def resolve(self, address: str, wish: Wish, _folder: Path) -> Found:
        """The version that is meant, or that the address itself names as `?versionId=…`."""
        place = _place(address)
        _, _, version = parse_address(address, fragments=False).query.partition(_VERSION)
        if version:
            wish = Wish(version=unquote(version), text=wish.text or asked_by_id(unquote(version)))
        with explained(place.name):
            return found_of(place, _chosen_version(own_store("s3"), place, wish), wish.text)

    def fetch(self, address: str, version: DataVersion, _folder: Path, into: Path) -> None:
        """Download exactly that version."""
        place, wish = _place(address), Wish(version=version.id)
        with explained(place.name):
            store = own_store("s3")
            known = _chosen_version(store, place, wish)
            named = {"version_id": known.stored} if known.stored else {}
            store.get_file(f"{place.bucket}/{place.key}", str(into), **named)
            if not named:  # it may have been overwritten meanwhile
                _chosen_version(store, place, wish)


def _place(address: str) -> ObjectPlace:
    # a key may hold a #
    parts = parse_address(address, fragments=False)
    bucket, key = parts.host, parts.path.lstrip("/")
    if parts.query and not parts.query.startswith(_VERSION):
        key = f"{key}?{parts.query}"
    if not bucket or not key:
        raise NoSuchData(f"s3://{bucket} names no object", "name one as in s3://bucket/key")
    return ObjectPlace(bucket, key)


def _chosen_version(store: Any, place: ObjectPlace, wish: Wish) -> ObjectVersion:
    from fsspec.asyn import sync

    answer: ObjectVersion = sync(store.loop, version_for, call_of(store), place, wish)
    return answer
