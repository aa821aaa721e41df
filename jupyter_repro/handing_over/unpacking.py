"""Unpacking a bundle that came from anybody: everything is checked before anything is kept."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from blake3 import blake3

from jupyter_repro.errors import Unwritable
from jupyter_repro.files.whole_files import unused_name
from jupyter_repro.handing_over.bundle import CHECKSUMS, SIGNATURE, BadBundle
from jupyter_repro.handing_over.signature import check_signature

_CHUNK = 1 << 20
_LARGEST_LIST = 100_000_000
"""Bytes of the file of checksums."""
_NOT_PLAIN = re.compile(r"[\\:\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
"""Nor has it what would end a line of the checksums, or is no text."""
_ASK = "ask for the bundle again; nothing of it was kept"


def unpack(bundle: Path, folder: Path, *, key: Path | None = None) -> None:
    """Unpack a bundle into `folder`, which must not be there yet.

    Raises BadBundle where a name leads out of the folder, a file is missing, additional or not what it was, and, where
    a public `key` is given, where it did not sign; Unwritable for the folder. Then the folder is not there.
    """
    if folder.exists():
        raise Unwritable(
            f"{folder} cannot be written: it is there already", "choose another one with: --into DIR"
        )
    new = unused_name(folder.parent)
    try:
        with ZipFile(bundle) as archive:
            _extract(bundle, archive, new, key)
        new.rename(folder)
    except (BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OverflowError) as error:
        raise BadBundle(f"{bundle} is not a bundle, or was cut ({error})", _ASK) from None
    except OSError as error:
        raise Unwritable(f"{bundle} cannot be unpacked into {folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _extract(bundle: Path, archive: ZipFile, folder: Path, key: Path | None) -> None:
    entries = {entry.filename: entry for entry in archive.infolist()}
    for entry in archive.infolist():
        if why := _refused(entry):
            raise BadBundle(f"{bundle} is refused: {entry.filename!r} {why}", _ASK)
    if len(entries) != len(archive.infolist()):
        raise BadBundle(f"{bundle} is refused: two files have one name", _ASK)
    if sum(entry.file_size for entry in entries.values()) > bundle.stat().st_size:
        raise BadBundle(f"{bundle} is refused: it would unpack to more than it holds", _ASK)
    digests = _digests(bundle, archive, entries)
    check_signature(bundle, archive.read(CHECKSUMS), _content(archive, entries, SIGNATURE), key)
    for name, digest in digests.items():
        if _unpacked(archive, entries[name], folder / name) != digest:
            raise BadBundle(f"{bundle} is refused: {name!r} is not what was packed", _ASK)


def is_plain(name: str) -> bool:
    """Whether an entry may have this name: it leads out of no folder, and means the same on every system."""
    path = PurePosixPath(name)
    leads_out = path.is_absolute() or ".." in path.parts
    return not leads_out and not _NOT_PLAIN.search(name) and str(path) == name


def _refused(entry: ZipInfo) -> str:
    """Why an entry is refused, "" where it is not."""
    if not is_plain(entry.filename):
        return "would lead out of the folder, or is no plain name"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        return "is no regular file"
    if entry.compress_type != ZIP_STORED or entry.compress_size != entry.file_size or entry.flag_bits & 1:
        return "is compressed or encrypted, as jupyter-repro packs none"
    return ""


def _digests(bundle: Path, archive: ZipFile, entries: Mapping[str, ZipInfo]) -> dict[str, str]:
    """Name to digest of all files, which are exactly those that are there."""
    if CHECKSUMS not in entries or entries[CHECKSUMS].file_size > _LARGEST_LIST:
        raise BadBundle(f"{bundle} is not a bundle: it has no {CHECKSUMS}", _ASK)
    lines = archive.read(CHECKSUMS).decode("utf-8", "replace").splitlines()
    digests = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    present = entries.keys() - {CHECKSUMS, SIGNATURE}
    for what, names in (("is missing", digests.keys() - present), ("was added", present - digests.keys())):
        for name in sorted(names):
            raise BadBundle(f"{bundle} is refused: {name!r} {what}", _ASK)
    return digests


def _content(archive: ZipFile, entries: Mapping[str, ZipInfo], name: str) -> bytes | None:
    return archive.read(name) if name in entries else None


def _unpacked(archive: ZipFile, entry: ZipInfo, place: Path) -> str:
    """Write one file; the digest of what was written."""
    place.parent.mkdir(parents=True, exist_ok=True)
    hasher = blake3()
    with archive.open(entry) as source, place.open("xb") as target:
        while chunk := source.read(_CHUNK):
            hasher.update(chunk)
            target.write(chunk)
    return hasher.hexdigest()
