"""Who refers to what is kept: a small file for each snapshot, by the digest of its path."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.git.committed_files import repository_root
from jupyter_repro.kept_data.places import kept_folder
from jupyter_repro.records.snapshot import Record


class Referrer(Record, frozen=True, omit_defaults=True):
    """A snapshot that refers to kept files."""

    snapshot: str
    """Its path."""
    repository: str
    """Root of the work tree that it lies in; "" outside of one."""
    seen: str
    """When it or its repository was last looked at, as an ISO 8601 time stamp in UTC."""
    missed: str = ""
    """When it could not be looked at for the first time since; "" where it could."""
    digests: tuple[str, ...] = ()
    """What it referred to then, sorted; a digest may be the beginning of one."""


def remember(snapshot: Path, digests: Iterable[str]) -> None:
    """Note that a snapshot refers to these too; raises Unwritable. To be called while `changing` the cache."""
    path = os.path.realpath(snapshot)
    before = _read(_place(path))
    known = set(before.digests) if before else set()
    root = repository_root(Path(path).parent)
    write(Referrer(path, str(root or ""), now(), digests=tuple(sorted(known | set(digests)))))


def write(referrer: Referrer) -> None:
    """Note this, instead of what is known of the snapshot; raises Unwritable."""
    place = _place(referrer.snapshot)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_together({place: msgspec.json.format(msgspec.json.encode(referrer), indent=1) + b"\n"})


def forget(referrer: Referrer) -> None:
    """Note nothing of a snapshot any more."""
    with suppress(OSError):
        _place(referrer.snapshot).unlink()


def referrers() -> Iterator[Referrer]:
    """All of them; one that cannot be read is passed over."""
    for place in sorted(_folder().glob("*.json")):
        if found := _read(place):
            yield found


def _read(place: Path) -> Referrer | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=Referrer)
    except (OSError, msgspec.DecodeError):
        return None


def _folder() -> Path:
    return kept_folder() / "referrers"


def _place(snapshot: str) -> Path:
    return _folder() / f"{digits_of(digest_text(snapshot), 32)}.json"
