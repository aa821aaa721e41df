"""An installed distribution packed again as the wheel that it was installed from, of the files that lie there now.

Source of the layout: the specification "Binary distribution format" of the Python Packaging Authority.
"""

from __future__ import annotations

import csv
import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jupyter_repro.collectors.origins import is_of_the_installer
from jupyter_repro.errors import ReproError

_TAG = re.compile(r"^Tag:\s*([^-\s]+)-([^-\s]+)-(\S+)\s*$", re.MULTILINE)
_BUILD = re.compile(r"^Build:\s*(\S+)\s*$", re.MULTILINE)
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold, so that two wheels of the same files are the same bytes."""


def repacked(info: Path, place: Path) -> Path:
    """Pack the distribution with this `.dist-info` into a wheel in the folder `place`.

    Scripts that its entry points name are made again by whoever installs it. Raises ReproError for one that no wheel
    was installed of, or that has lost files.
    """
    files = {name: info.parent / name for name in sorted(_names(info))}
    wheel = place / f"{info.stem}-{_tag(info)}.whl"
    place.mkdir(parents=True, exist_ok=True)
    try:
        with ZipFile(wheel, "w", ZIP_DEFLATED) as archive:
            record = "".join(_added(archive, name, path) for name, path in files.items())
            name = f"{info.name}/RECORD"
            _write(archive, name, f"{record}{name},,\n".encode(), executable=False)
    except OSError as error:
        wheel.unlink(missing_ok=True)
        raise ReproError(f"{info.stem} cannot be packed: {error.strerror or error}", _AGAIN) from None
    return wheel


def installed_size(info: Path) -> int:
    """Bytes of the files that a wheel of it holds."""
    return sum(path.stat().st_size for name in _names(info) if (path := info.parent / name).is_file())


def _names(info: Path) -> Iterator[str]:
    """Of the files that the wheel brought, as seen from where it is installed."""
    try:
        text = (info / "RECORD").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ReproError(f"{info.stem} was not installed from a wheel", _AGAIN) from None
    for line, (name, *_) in zip(text.splitlines(), csv.reader(text.splitlines()), strict=True):
        if not (is_of_the_installer(line) or Path(name).is_absolute()):
            yield name


def _tag(info: Path) -> str:
    """Of the wheel's name: build, Pythons, ABIs and platforms."""
    text = (
        (info / "WHEEL").read_text(encoding="utf-8", errors="replace") if (info / "WHEEL").is_file() else ""
    )
    tags, build = _TAG.findall(text), _BUILD.search(text)
    if not tags:
        raise ReproError(f"{info.stem} does not say for which Python it is", _AGAIN)
    parts = (".".join(sorted(set(part))) for part in zip(*tags, strict=True))
    return "-".join([*([build[1]] if build else []), *parts])


def _added(archive: ZipFile, name: str, path: Path) -> str:
    """Its line of RECORD."""
    content = path.read_bytes()
    _write(archive, name, content, executable=bool(path.stat().st_mode & 0o100))
    digest = urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    shown = f'"{name}"' if "," in name else name
    return f"{shown},sha256={digest},{len(content)}\n"


def _write(archive: ZipFile, name: str, content: bytes, *, executable: bool) -> None:
    about = ZipInfo(name, _EARLIEST)
    about.compress_type = ZIP_DEFLATED
    about.external_attr = (0o100755 if executable else 0o100644) << 16
    archive.writestr(about, content)


_AGAIN = "install it again, from a wheel"
