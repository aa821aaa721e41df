"""The bundle's file: a ZIP archive that is the same bytes for the same content.

Entries stand in the order of their names, with one time stamp and one mode, and are stored as they are: what a
compressor makes of them differs between its versions, and a large data set is written as fast as it is read.
`checksums.b3` names every file with its digest, as `b3sum --check` reads it.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from jupyter_repro.digest import digest_bytes, digest_file, digits_of
from jupyter_repro.errors import ReproError, Unwritable
from jupyter_repro.files.whole_files import replacing_file

CHECKSUMS = "checksums.b3"
SIGNATURE = "signature.dsse.json"
SUFFIX = ".repro.zip"
Content = Path | bytes

_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows."""
_MODE = (stat.S_IFREG | 0o644) << 16
_CHUNK = 1 << 20


def checksums(contents: Mapping[str, Content]) -> bytes:
    """The file of checksums: digest and name of each, a line each."""
    return "".join(f"{_digest(contents[name])}  {name}\n" for name in sorted(contents)).encode()


def _digest(content: Content) -> str:
    found = digest_file(content) if isinstance(content, Path) else digest_bytes(content)
    return digits_of(found)


def write_archive(path: Path, contents: Mapping[str, Content]) -> None:
    """Write the archive, whole or not at all, in constant memory. Raises Unwritable."""
    try:
        with replacing_file(path) as new, ZipFile(new, "w", ZIP_STORED, allowZip64=True) as archive:
            for name in sorted(contents):
                _add(archive, name, contents[name])
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror or error}") from None


def _add(archive: ZipFile, name: str, content: Content) -> None:
    entry = ZipInfo(name, _TIME)
    entry.external_attr, entry.create_system = _MODE, 3
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    entry.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target, _CHUNK)


class BadBundle(ReproError):
    """A bundle that is not what it should be; nothing of it was kept."""
