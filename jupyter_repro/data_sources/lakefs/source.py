"""Objects in lakeFS: `lakefs://repository/main/data/sales.csv`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_repro.data_sources.fsspec_stores import explained
from jupyter_repro.data_sources.lakefs.versions import place_of, resolved, write
from jupyter_repro.errors import MissingExtra
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.records.snapshot import DataVersion


class LakefsSource:
    """Objects of a branch, tag or commit, by lakeFS's own client with the endpoint and credentials of lakectl.

    A version's id is the commit that has it. The newest is the newest commit of the reference that changed the object:
    what is staged and not committed does not count. As of a moment it is the newest of them that is not younger and has
    the object, where of a merge only the first parent is followed.
    """

    schemes = ("lakefs",)

    def name(self, address: str, _folder: Path) -> str:
        """The address, without credentials."""
        return place_of(address).name

    def resolve(self, address: str, wish: Wish, _folder: Path) -> Found:
        """The commit that is meant; the digest is the checksum that lakeFS has of the object."""
        place = place_of(address)
        with explained(place.name):
            return resolved(_client(), place, wish)

    def fetch(self, address: str, version: DataVersion, _folder: Path, into: Path) -> None:
        """Download what the commit has."""
        place = place_of(address)
        with explained(place.name):
            write(_client(), place, version.id, into)


def _client() -> Any:
    try:
        from lakefs.client import Client
    except ImportError:
        raise MissingExtra("lakefs-spec", "lakefs") from None
    return Client()
