"""What became of data that is not as it was recorded, in words."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.collectors.data_versions import address_of, version_words
from jupyter_repro.collectors.files import UNRECORDED
from jupyter_repro.digest import ALGORITHM, MISSING, UNREADABLE
from jupyter_repro.files.folder_digest import why_not_read
from jupyter_repro.formatting.sizes import counted, human_size, two_sizes
from jupyter_repro.records.asked_versions import moment_asked
from jupyter_repro.records.snapshot import DataFile, DataVersion
from jupyter_repro.verdicts import ContextChange


def called(name: str, recorded: DataFile | None) -> str:
    """What a person calls the data: without the id that tells a second version of it apart in a snapshot."""
    return address_of(name, recorded.version) if recorded and recorded.version else name


def change_words(change: ContextChange, recorded: DataFile | None, found: DataFile | None) -> str:
    """What of a piece of data is not as it was, in a sentence without its subject and full stop."""
    if change.recorded == UNRECORDED:
        return (
            "was read, which was not recorded"
            if recorded is None
            else "is new in a folder that is read whole"
        )
    if change.found == MISSING or found is None:
        size = (
            f" ({human_size(recorded.size)} when it was recorded)" if recorded and not recorded.folder else ""
        )
        return f"is missing{size}"
    if change.found == UNREADABLE:
        return f"cannot be read{why_unreadable(found.digest)}"
    if recorded and recorded.version and found.version and parse_address(change.name).scheme:
        return _other_version(recorded, recorded.version, found, found.version)
    sizes = f" ({_sizes(recorded, found)})" if recorded and _is_whole(change, recorded) else ""
    return f"changed since the snapshot{sizes}"


def why_unreadable(digest: str) -> str:
    """What the system says of it, behind a colon; "" of a folder's file, of which it is not known."""
    why = why_not_read(digest)
    return f": {why}" if why else ""


def _other_version(recorded: DataFile, before: DataVersion, found: DataFile, now: DataVersion) -> str:
    if before.id == now.id or _is_digest(before.id):
        return f"holds other data{_request_words(before)} than when it was recorded ({_amounts(recorded, found)})"
    return f"is at {version_words(now)}, it was at {version_words(before)}"


def _is_digest(version: str) -> bool:
    """Whether the store numbers no versions; the digest of its content tells a person nothing."""
    return version.startswith(ALGORITHM)


def _request_words(version: DataVersion) -> str:
    if moment := moment_asked(version.asof):
        return f" as of {moment}"
    return "" if _is_digest(version.id) else f" in version {version.id}"


def _amounts(recorded: DataFile, found: DataFile) -> str:
    before = recorded.version.rows if recorded.version else None
    now = found.version.rows if found.version else None
    if before is None or now is None:
        return _sizes(recorded, found)
    return f"{counted(now, 'row')} as before" if before == now else f"{counted(now, 'row')}, was {before}"


def _is_whole(change: ContextChange, recorded: DataFile) -> bool:
    """Whether the record is of what changed, and not of the folder that it lies in."""
    return recorded.folder is None or change.name.endswith("/")


def record_of(name: str, data: Mapping[str, DataFile]) -> DataFile | None:
    """The record of a file, or of the folder that it was read with."""
    folders = (file for folder, file in data.items() if file.folder and name.startswith(folder))
    return data.get(name) or next(folders, None)


def _sizes(recorded: DataFile, found: DataFile) -> str:
    if recorded.folder and found.folder and recorded.folder.count != found.folder.count:
        return f"{counted(found.folder.count, 'file')}, was {recorded.folder.count}"
    if recorded.size == found.size:
        return f"{human_size(found.size)} as before, with other content"
    was, now = two_sizes(recorded.size, found.size)
    return f"{now}, was {was}"
