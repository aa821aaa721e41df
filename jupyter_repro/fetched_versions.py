"""Versions of data that were fetched from their store: files and folders in this user's cache, each fetched once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from jupyter_repro.cache_folder import cache_folder
from jupyter_repro.extensions import Found


def fetched(source: Any, address: str, found: Found, folder: Path) -> Path:
    """The file or folder that holds a version, which is not to be changed; `source` is a DataSource that can fetch.

    Raises what the source does, among it NoSuchVersion.
    """
    digits = found.digest.rpartition(":")[2]
    plain = found.name.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    place = cache_folder() / "versions" / digits / plain
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # beside the place, then renamed: what lies there is always whole
        with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
            made = Path(scratch, "fetched")
            source.fetch(address, found.version, folder, made)
            os.replace(made, place)  # noqa: PTH105
    return place
