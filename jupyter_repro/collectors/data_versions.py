"""Data whose store keeps versions: whether the recorded one is there, or which is the newest now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.addresses.data_addresses import short_id
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.digest import MISSING
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.extensions.registry import parts
from jupyter_repro.records.snapshot import DataFile, DataVersion


def version_now(name: str, file: DataFile, version: DataVersion, stores: Availability) -> DataFile:
    """The record of what a notebook would read now.

    Where it asked for a version, that is the recorded one; else the newest. A store that cannot be asked is taken to be
    as it was.
    """
    wish = _exactly(version) if version.asof else Wish()
    try:
        found = _resolved(name, version, wish, stores)
    except (NoSuchData, NoSuchVersion) as error:
        return _gone(file, version, error.what)
    except (NoAccess, MissingExtra):
        return file
    return msgspec.structs.replace(file, digest=found.digest, size=found.size, version=found.version)


def unless_gone(name: str, file: DataFile, recorded: DataFile | None, stores: Availability) -> DataFile:
    """The record of what a notebook has read, marked where that version cannot be read any more.

    `recorded` is what a snapshot has by that name, which may have the id of its version in it.
    """
    if file.version is None:
        return file
    address = address_of(name, recorded.version) if recorded and recorded.version else name
    why = why_gone(address, file.version, stores)
    return _gone(file, file.version, why) if why else file


def why_gone(name: str, version: DataVersion, stores: Availability) -> str:
    """Why a version cannot be read any more, a sentence without its full stop; "" where it can, or nobody knows."""
    error = loss(name, version, stores)
    return error.what if error else ""


def loss(name: str, version: DataVersion, stores: Availability) -> NoSuchData | NoSuchVersion | None:
    """What reading a version raises where it cannot be read any more; None where it can, or nobody knows."""
    if _is_not_asked(name, version):
        return None
    return _lost(name, version, stores)


def _lost(name: str, version: DataVersion, stores: Availability) -> NoSuchData | NoSuchVersion | None:
    try:
        _resolved(name, version, _exactly(version), stores)
    except (NoSuchData, NoSuchVersion) as error:
        return error
    except ReproError:
        return None
    return None


def no_access(name: str, version: DataVersion, stores: Availability) -> NoAccess | None:
    """What keeps the store of a version from being asked now; None where it answers, or is not to be asked."""
    if _is_not_asked(name, version):
        return None
    try:
        _resolved(name, version, _exactly(version), stores)
    except NoAccess as error:
        return error
    except ReproError:
        return None
    return None


def why_gone_here(name: str, version: DataVersion, folder: Path) -> str:
    """As `why_gone`, and that a database's file is missing; "" also for what does not lie on this machine.

    Of a file that DVC or git keeps, also where it was read by its plain path. A remote of DVC is asked where no cache
    of this machine has the object.
    """
    address = address_of(name, version)
    with suppress(ReproError):
        source = named_source(address, folder).source
        places = list(source.places(address, folder)) if hasattr(source, "places") else []
        if data_name(name, version).query:
            return next((f"there is no {portable(each, folder)}" for each in places if not each.exists()), "")
        if _KEPT_HERE.intersection(source.schemes):
            error = _lost(name, version, Availability(folder))
            return error.what if error else ""
        return why_gone(name, version, Availability(folder)) if places else ""
    return ""


def is_copied(name: str, version: DataVersion, folder: Path) -> bool:
    """Whether a version is kept, which its store has no more."""
    address = address_of(name, version)
    with suppress(ReproError):
        source = named_source(address, folder).source
        return hasattr(source, "kept") and source.kept(address, version, folder) is not None
    return False


def is_another(name: str, file: DataFile, stores: Availability) -> bool:
    """Whether a store that can be asked holds other data in the recorded version now: it was replaced since."""
    if file.version is None or _is_not_asked(name, file.version):
        return False
    with suppress(ReproError):
        return _resolved(name, file.version, _exactly(file.version), stores).digest != file.digest
    return False


_KEPT_HERE = frozenset({"dvc", "git"})
"""Schemes of stores that lie on this machine, though in no folder of the data's own."""


def version_words(version: DataVersion) -> str:
    """A version and its time, for a person."""
    return f"version {short_id(version.id)}" + (f" of {version.time}" if version.time else "")


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
    return data_name(name, version).is_file and not version.asof


def _is_not_asked(name: str, version: DataVersion) -> bool:
    """Of plain files the content counts, and what a database answers is asked by running the notebook."""
    return is_plain(name, version) or bool(data_name(name, version).query)


def named_alike(recorded: Mapping[str, DataFile], found: Mapping[str, DataFile]) -> dict[str, DataFile]:
    """What was found, by the recorded names.

    Of several versions of the same data only the first that is read has no id behind its name, and which is the first
    is another matter where a cell failed.
    """
    free = {name: file for name, file in recorded.items() if file.version}
    named = {}
    for name, file in found.items():
        same = next(
            (each for each in free if file.version and _is_same_wish(each, free[each], name, file)), name
        )
        free.pop(same, None)
        named[same] = file
    return named


def _is_same_wish(name: str, recorded: DataFile, other: str, found: DataFile) -> bool:
    """Whether both are of the same data, asked for with the same words."""
    if recorded.version is None or found.version is None:
        return False
    same = address_of(name, recorded.version) == address_of(other, found.version)
    return same and recorded.version.asof == found.version.asof


def address_of(name: str, version: DataVersion) -> str:
    """The address of what a snapshot calls `name`: a second version of the same data has its id behind it."""
    return data_name(name, version).address


def _exactly(version: DataVersion) -> Wish:
    return Wish(version=version.id, text=version.asof)


def _resolved(name: str, version: DataVersion, wish: Wish, stores: Availability) -> Found:
    return stores.resolve(address_of(name, version), wish)


def _gone(file: DataFile, version: DataVersion, why: str) -> DataFile:
    gone = msgspec.structs.replace(version, gone=why)
    return msgspec.structs.replace(file, digest=MISSING, size=0, version=gone)
