"""Versions of data that were fetched from their store: files and folders in this user's cache, each fetched once."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import digest_file, digits_of
from jupyter_repro.errors import Unwritable
from jupyter_repro.extensions.data import Found
from jupyter_repro.files.cache_folder import CACHE, cache_folder
from jupyter_repro.files.digest_cache import cached_digest

_NOTE = ".blake3"
"""Ending of the file beside a fetched one that says what its content was."""


def fetched(source: Any, address: str, found: Found, folder: Path) -> Path:
    """The file or folder that holds a version, which is not to be changed; `source` is a DataSource that can fetch.

    One that was damaged or changed since is fetched again. Raises Unwritable, and what the source does, among it
    NoSuchVersion.
    """
    digits = digits_of(found.digest)
    plain = PurePosixPath(parse_address(found.name).rest).name
    place = _folder() / digits / (plain if plain.strip(".") else "whole")  # a repository itself has no name
    if not _is_intact(place):
        # beside the place, then renamed: what lies there is always whole
        with _scratch_in(place.parent) as scratch:
            made = Path(scratch, "fetched")
            source.fetch(address, found.version, folder, made)
            _put(made, place)
    return place


def forget_fetched(age: timedelta, *, dry_run: bool = False) -> int:
    """Remove what was fetched longer than `age` ago, and answer its bytes; with `dry_run` only that."""
    before = time.time() - age.total_seconds()
    old = [each for each in _folders() if each.stat().st_mtime <= before]
    size = sum(path.stat().st_size for each in old for path in each.rglob("*") if path.is_file())
    for each in [] if dry_run else old:
        shutil.rmtree(each, ignore_errors=True)
    return size


def _scratch_in(folder: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=folder)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Unwritable(f"{_folder()} cannot be written: {why}", f"name another folder in {CACHE}") from None


def _is_intact(place: Path) -> bool:
    if place.is_dir():
        return True
    try:
        return cached_digest(str(place))[0] == _note(place).read_text()
    except OSError:
        return False


def _put(made: Path, place: Path) -> None:
    if made.is_file():
        _note(place).write_text(digest_file(made))
    os.replace(made, place)  # noqa: PTH105


def _note(place: Path) -> Path:
    return place.with_name(f".{place.name}{_NOTE}")


def _folder() -> Path:
    return cache_folder() / "versions"


def _folders() -> Iterator[Path]:
    yield from (each for each in _folder().glob("*") if each.is_dir())
