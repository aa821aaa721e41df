"""Versions of objects in lakeFS, by its own client: commits of the branch, tag or commit that an address names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.shell_words import read_with
from jupyter_repro.records.snapshot import DataVersion

_PART = 2**23
"""Bytes that are received at once."""
_PATIENCE = {"_request_timeout": (5, 30)}
"""Seconds that a person waits for a connection and for an answer."""


class LakePlace(NamedTuple):
    """An object, as a reference has it."""

    repository: str
    ref: str
    path: str

    @property
    def name(self) -> str:
        """Its address."""
        return f"lakefs://{self.repository}/{self.ref}/{self.path}"


class LakeCommit(NamedTuple):
    """One commit that has the object."""

    id: str
    moment: datetime
    checksum: str
    size: int


def place_of(address: str) -> LakePlace:
    """The object that an address names; raises NoSuchData where it names none."""
    parts = parse_address(address, fragments=False)
    ref, _, path = parts.path.lstrip("/").partition("/")
    repository = parts.host
    if not (repository and ref and path):
        raise NoSuchData(
            f"lakefs://{repository}/{ref} names no object", "name one as in lakefs://repository/main/x.csv"
        )
    return LakePlace(repository, ref, path)


def resolved(client: Any, place: LakePlace, wish: Wish) -> Found:
    """The version that a wish means; raises NoSuchData, NoSuchVersion, and what lakeFS's client does."""
    commit = _named(client, place, wish.version) if wish.version else _of_branch(client, place, wish)
    known = DataVersion(commit.id, iso(commit.moment), wish.text)
    return Found(place.name, f"etag:{commit.checksum}", commit.size, known)


def write(client: Any, place: LakePlace, commit: str, into: Path) -> None:
    """Write what a commit has to `into`; raises NoSuchVersion."""
    _named(client, place, commit)
    # through the server: an address that it signs may be one that only it can reach
    with _object(client, place, commit).reader(pre_sign=False) as held, into.open("wb") as file:
        while part := held.read(_PART):
            file.write(part)


def checksum_of(client: Any, place: LakePlace) -> str:
    """Of what the reference has now, committed or not; "" where it has nothing."""
    held = _stat(client, place, place.ref)
    return str(held.checksum) if held else ""


def _of_branch(client: Any, place: LakePlace, wish: Wish) -> LakeCommit:
    changes = list(_changes(client, place))
    if not changes:
        raise NoSuchData(
            f"there is no {place.name} in any commit", "commit it: what is only staged has no version"
        )
    if wish.asof is None:
        return _newest(client, place, changes)
    then = (_held(client, place, each) for each in changes if wish.asof and _moment(each) <= wish.asof)
    found = next((each for each in then if each), None)
    if found is None:
        first = changes[-1]
        raise NoSuchVersion(
            f"has no version as of {wish.text}: the first is {_described(first)}",
            f"read that one with: {read_with(place.name, first.id)}",
            subject=place.name,
        )
    return found


def _newest(client: Any, place: LakePlace, changes: Sequence[Any]) -> LakeCommit:
    found = _held(client, place, changes[0])
    if found is None:
        last = next((each for each in (_held(client, place, each) for each in changes) if each), None)
        raise NoSuchData(
            f"was deleted in commit {changes[0].id[:10]} of {iso(_moment(changes[0]))}",
            f"read the last that has it with: {read_with(place.name, last.id)}" if last else "",
            subject=place.name,
        )
    return found


def _named(client: Any, place: LakePlace, commit: str) -> LakeCommit:
    from lakefs import Reference
    from lakefs.exceptions import NotFoundException

    try:
        known = Reference(place.repository, commit, client=client).get_commit()
    except NotFoundException:
        raise NoSuchVersion(f"{place.repository} has no commit {commit}", "see: lakectl log") from None
    found = _held(client, place, known)
    if found is None:
        raise NoSuchVersion(f"{place.path} is not in {_described(known)}", "see: lakectl log")
    return found


def _changes(client: Any, place: LakePlace) -> Iterator[Any]:
    """Commits of the reference that changed the object, the newest first; of a merge the first parent is followed."""
    from lakefs import Reference

    reference = Reference(place.repository, place.ref, client=client)
    yield from reference.log(objects=[place.path], first_parent=True, **_PATIENCE)


def _held(client: Any, place: LakePlace, commit: Any) -> LakeCommit | None:
    held = _stat(client, place, commit.id)
    return LakeCommit(commit.id, _moment(commit), held.checksum, held.size_bytes or 0) if held else None


def _stat(client: Any, place: LakePlace, ref: str) -> Any:
    """What lakeFS knows of the object; None where the reference does not have it."""
    from lakefs.exceptions import NotFoundException

    with suppress(NotFoundException):
        return _object(client, place, ref).stat(**_PATIENCE)
    return None


def _object(client: Any, place: LakePlace, ref: str) -> Any:
    from lakefs import Reference

    return Reference(place.repository, ref, client=client).object(place.path)


def _moment(commit: Any) -> datetime:
    return datetime.fromtimestamp(commit.creation_date, UTC)


def _described(commit: Any) -> str:
    return f"commit {commit.id[:10]} of {iso(_moment(commit))}"
