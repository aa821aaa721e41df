"""Versions of objects in S3 and what speaks its protocol: which one is meant, and what is known of it.

Each function takes `call`, which awaits an operation of S3 by its name in botocore and answers with what the server
says. What it raises is s3fs's and botocore's.

A version's id is the bucket's own; in a bucket that keeps no versions it is `etag:` and the object's ETag, which is
another one when the object is overwritten with something else.
"""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.shell_words import read_with
from jupyter_repro.records.snapshot import DataVersion

Call = Callable[..., Awaitable[Any]]

ETAG = "etag:"
_NONE = "null"
"""S3's id of what was stored while its bucket kept no versions."""


class ObjectPlace(NamedTuple):
    """An object."""

    bucket: str
    key: str

    @property
    def name(self) -> str:
        """Its address."""
        return f"s3://{self.bucket}/{self.key}"


class ObjectVersion(NamedTuple):
    """One version of an object."""

    id: str
    etag: str
    moment: datetime
    size: int
    """Bytes."""
    stored: str
    """By which the server is asked for it; "" for what is not versioned."""

    def __str__(self) -> str:
        return f"version {self.id} of {iso(self.moment)}"


def found_of(place: ObjectPlace, version: ObjectVersion, text: str) -> Found:
    """The version as a snapshot has it, asked for with these words."""
    known = DataVersion(version.id, iso(version.moment), text)
    return Found(place.name, f"{ETAG}{version.etag}", version.size, known)


async def version_for(call: Call, place: ObjectPlace, wish: Wish) -> ObjectVersion:
    """The version that a wish means; raises NoSuchData and NoSuchVersion."""
    if wish.asof:
        return _as_of(place, await _listed(call, place), wish)
    if wish.version:
        return await _named(call, place, wish.version)
    try:
        return answered_version(await call("head_object", **_at(place)))
    except FileNotFoundError:
        raise _gone(place, await _listed_or_nothing(call, place)) from None


def answered_version(answer: Mapping[str, Any], whole: int | None = None) -> ObjectVersion:
    """The version that the server says it answers with; `whole` is its size where only a part of it was asked for."""
    size = int(answer["ContentLength"]) if whole is None else whole
    return _version(answer.get("VersionId"), answer["ETag"], answer["LastModified"], size)


class _Listing(NamedTuple):
    """What the bucket has of an object."""

    versions: Sequence[ObjectVersion]
    """The newest first, as the server lists them: it tells their times by the second only."""
    deleted: datetime | None
    """When the object was deleted, if it is."""
    keeps_versions: bool


_NOTHING = _Listing((), None, False)


async def _named(call: Call, place: ObjectPlace, wanted: str) -> ObjectVersion:
    """The version of this id; of an object that is not versioned, while it has the ETag."""
    try:
        if wanted.startswith(ETAG):
            version = answered_version(await call("head_object", **_at(place)))
            found = version if version.etag == wanted.removeprefix(ETAG) else None
        else:
            found = answered_version(await call("head_object", **_at(place, wanted)))
    except OSError as error:
        if isinstance(error, PermissionError) or not _is_unknown(error):
            raise
        found = None
    if found:
        return found
    listing = await _listed_or_nothing(call, place)
    same = next((each for each in listing.versions if each.id == wanted), None)
    if same:
        return same
    raise NoSuchVersion(*_why_no_version(place, wanted, listing))


def _is_unknown(error: OSError) -> bool:
    """Whether the server says that there is no such version; an id of another form than its own is a bad request."""
    return isinstance(error, FileNotFoundError) or error.errno in {errno.EINVAL, errno.EPERM}


def _as_of(place: ObjectPlace, listing: _Listing, wish: Wish) -> ObjectVersion:
    if not listing.versions:
        raise _gone(place, listing)
    then = [each for each in listing.versions if wish.asof and each.moment <= wish.asof]
    if then:
        return then[0]
    first = listing.versions[-1]
    if listing.keeps_versions:
        what = f"{place.name} has no version as of {wish.text}: the first is {first}"
    else:
        what = f"{place.name} was stored at {iso(first.moment)}, after {wish.text}, and its bucket keeps no versions"
    raise NoSuchVersion(what, f"read that one with: {read_with(place.name, first.id)}")


def _gone(place: ObjectPlace, listing: _Listing) -> NoSuchData:
    if not listing.versions:
        return NoSuchData(f"there is no {place.name}", "see whether its name and its endpoint are right")
    since = f" at {iso(listing.deleted)}" if listing.deleted else ""
    last = listing.versions[0]
    return NoSuchData(f"was deleted{since}", _still_there(place, last), subject=place.name)


def _why_no_version(place: ObjectPlace, wanted: str, listing: _Listing) -> tuple[str, str]:
    if not listing.versions:
        return f"there is no {place.name} any more, in no version", "see whether its endpoint is right"
    last = listing.versions[0]
    if wanted.startswith(ETAG) and not listing.keeps_versions:
        return (
            f"{place.name} was overwritten at {iso(last.moment)}, and its bucket keeps no versions",
            "it cannot be restored: a bucket keeps what is overwritten only once its versioning is enabled",
        )
    return f"{place.name} has no version {wanted} any more", _still_there(place, last)


def _still_there(place: ObjectPlace, version: ObjectVersion) -> str:
    sentence = f"the newest that is still there, of {iso(version.moment)}, is read with"
    return f"{sentence}: {read_with(place.name, version.id)}"


async def _listed_or_nothing(call: Call, place: ObjectPlace) -> _Listing:
    """All versions; nothing where the server does not let us list them."""
    try:
        return await _listed(call, place)
    except OSError:
        return _NOTHING


async def _listed(call: Call, place: ObjectPlace) -> _Listing:
    versions: list[Mapping[str, Any]] = []
    markers: dict[str, Any] = {}
    deleted, more = None, True
    while more:
        page = await call("list_object_versions", Bucket=place.bucket, Prefix=place.key, **markers)
        versions += [each for each in page.get("Versions", ()) if each["Key"] == place.key]
        for each in page.get("DeleteMarkers", ()):
            if each["Key"] == place.key and each["IsLatest"]:
                deleted = each["LastModified"]
        markers = {"KeyMarker": page.get("NextKeyMarker"), "VersionIdMarker": page.get("NextVersionIdMarker")}
        # what follows in the order of keys are other objects
        more = page.get("IsTruncated", False) and (markers["KeyMarker"] or "") <= place.key
    keeps = deleted is not None or any(each["VersionId"] != _NONE for each in versions)
    known = [
        _version(each["VersionId"], each["ETag"], each["LastModified"], each["Size"]) for each in versions
    ]
    return _Listing(known, deleted, keeps)


def _version(stored: str | None, etag: str, moment: datetime, size: int) -> ObjectVersion:
    plain = etag.strip('"')
    versioned = stored if stored and stored != _NONE else ""
    return ObjectVersion(versioned or f"{ETAG}{plain}", plain, moment, size, stored or "")


def _at(place: ObjectPlace, version: str = "") -> dict[str, str]:
    asked = {"Bucket": place.bucket, "Key": place.key}
    return {**asked, "VersionId": version} if version else asked
