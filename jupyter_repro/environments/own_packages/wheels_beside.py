"""Wheels that lie with an old notebook: packages of its author's that no index has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from packaging.tags import sys_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version

from jupyter_repro.digest import digest_file
from jupyter_repro.environments.own_packages.own_wheels import FOLDER, OwnWheel

_FOLDERS = (FOLDER, "dist", ".")
"""Where they are looked for, beside the notebook."""


def wheels_beside(folder: Path) -> dict[str, OwnWheel]:
    """Normalised name to the newest wheel of it, of those in a notebook's `folder` that are for this platform."""
    newest: dict[str, tuple[Version, Path]] = {}
    for path in (file for name in _FOLDERS for file in sorted((folder / name).glob("*.whl"))):
        for name, version in _named(path):
            if name not in newest or version > newest[name][0]:
                newest[name] = (version, path)
    return {name: _own(path, str(version)) for name, (version, path) in newest.items()}


def needs_of(wheel: Path) -> list[str]:
    """What a wheel requires without any of its extras; nothing of one that cannot be read."""
    try:
        with ZipFile(wheel) as archive:
            name = next(each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
            text = archive.read(name).decode()
    except (OSError, BadZipFile, StopIteration, UnicodeDecodeError):
        return []
    declared = HeaderParser().parsestr(text).get_all("Requires-Dist") or ()
    return [str(each) for each in declared if "extra" not in str(each).partition(";")[2]]


def _named(path: Path) -> Iterator[tuple[str, Version]]:
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
    except InvalidWheelFilename:
        return
    if any(tag.interpreter.startswith("py") or tag in set(sys_tags()) for tag in tags):
        yield str(name), version


def _own(path: Path, version: str) -> OwnWheel:
    content = path.read_bytes()
    return OwnWheel(path, version, digest_file(path), hashlib.sha256(content).hexdigest(), len(content))
