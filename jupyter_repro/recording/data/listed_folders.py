"""Folders of which only the names were used: no data, but their names show in a result."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.snapshot import Use


def listings(data: DataUse, folder: Path) -> Iterator[Use]:
    """What was found in each folder that was listed, and of which no file was read, by a notebook in `folder`."""
    read = {os.path.dirname(file.path) for file in data.files}  # noqa: PTH120
    for each in data.folders:
        if each.listing and each.path not in read:
            name = f"{portable(Path(each.path), folder)}/"
            yield Use("data", each.cell, each.line, f"{name} is listed", name=name, found=each.listing)
