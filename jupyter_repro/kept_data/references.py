"""Which kept files a snapshot refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jupyter_repro.kept_data.choosing import is_plain
from jupyter_repro.records import DataFile


class Reference(NamedTuple):
    """A file, or a folder that was read whole."""

    name: str
    """As the snapshot calls it."""
    digest: str
    """Of the file; of a folder, of its listing."""
    files: Mapping[str, str] | None = None
    """Of a folder: path below it to the beginning of the digest of each file; empty for a very large folder."""


def references(data: Mapping[str, DataFile]) -> Iterator[Reference]:
    """Those among the data that a snapshot names, in their order."""
    for name, file in data.items():
        if is_plain(name, file):
            yield Reference(name, file.digest, file.folder.files if file.folder else None)
