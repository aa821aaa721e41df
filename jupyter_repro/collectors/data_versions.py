"""Data whose store keeps versions: whether the recorded one is there, or which is the newest now."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions import Wish, parts
from jupyter_repro.folder_digest import MISSING
from jupyter_repro.named_sources import named_source, scheme_of
from jupyter_repro.records import DataFile, DataVersion


def version_now(name: str, file: DataFile, version: DataVersion, folder: Path) -> DataFile:
    """The record of what a notebook in `folder` would read now.

    Where it asked for a version, that is the recorded one; else the newest. A store that cannot be asked is taken to be
    as it was.
    """
    address = address_of(name, version)
    wish = Wish(version=version.id, text=version.asof) if version.asof else Wish()
    try:
        found = named_source(address, folder).source.resolve(address, wish, folder)
    except (NoSuchData, NoSuchVersion) as error:
        gone = msgspec.structs.replace(version, gone=error.what)
        return msgspec.structs.replace(file, digest=MISSING, size=0, version=gone)
    except (NoAccess, MissingExtra):
        return file
    return msgspec.structs.replace(file, digest=found.digest, size=found.size, version=found.version)


def kept_versions(paths: Collection[Path]) -> dict[Path, DataVersion]:
    """Of files and folders that were read by a plain path, those whose content a store keeps, and in which version."""
    found: dict[Path, DataVersion] = {}
    for source in parts("data_sources").values():
        mine = [path for path in paths if hasattr(source, "versions") and source.recognises(path)]
        with suppress(ReproError):  # a store that cannot be asked tells no versions
            found |= source.versions(mine) if mine else {}
    return found


def is_plain(name: str, version: DataVersion) -> bool:
    """Whether data was read by a plain path, as it lay there: then its content counts, whatever its store says."""
    return scheme_of(name) in {"", "file"} and not version.asof


def address_of(name: str, version: DataVersion) -> str:
    """The address of what a snapshot calls `name`: a second version of the same data has its id behind it."""
    return name.removesuffix(f"@{version.id}")
