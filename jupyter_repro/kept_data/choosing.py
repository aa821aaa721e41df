"""Which of the data that a snapshot names is to be kept, by the project's settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.files.folder_digest import content_by, listed
from jupyter_repro.formatting.sizes import size_in_bytes
from jupyter_repro.records.snapshot import DataFile, DataFolder
from jupyter_repro.settings import DataSettings

_DIGEST = re.compile(r"blake3:[0-9a-f]{64}")


class Keepable(NamedTuple):
    """A file, or a folder that was read whole, that may be kept."""

    name: str
    """As the snapshot calls it."""
    path: Path
    file: DataFile
    is_asked_for: bool
    """Whether the settings name it."""


class Choice(NamedTuple):
    """What is to be kept of the data that a snapshot names, and what is too large for it."""

    wanted: list[Keepable]
    large: list[Keepable]


def chosen(data: Mapping[str, DataFile], settings: DataSettings, folder: Path) -> Choice:
    """What is to be kept of the data of a notebook that lies in `folder`.

    A folder counts by the size of all its files: a part of it is of no use.
    """
    choice = Choice([], [])
    limit = size_in_bytes(settings.limit)
    for name, file in data.items():
        keep = settings.keep_for(name)
        if keep != "never" and is_plain(name, file):
            is_kept = keep == "always" or file.size <= limit
            candidate = Keepable(name, located(name, folder), file, settings.asks_for(name))
            (choice.wanted if is_kept else choice.large).append(candidate)
    return choice


def is_plain(name: str, file: DataFile) -> bool:
    """Whether data lies in plain files of this machine, which no store keeps versions of."""
    if file.version is not None and file.version.id != file.digest:
        return False
    return is_digest(file.digest) and data_name(name, file.version).is_file


def is_digest(digest: str) -> bool:
    """Whether it is a digest, and not a word for why there is none."""
    return bool(_DIGEST.fullmatch(digest))


def files_in(folder: Keepable, about: DataFolder) -> tuple[dict[Path, str], bytes] | None:
    """Files of a folder that was read whole, with their digests, and its listing; None where it has changed since."""
    content = content_by(about, str(folder.path))
    if content.digest != folder.file.digest:
        return None
    return {folder.path / name: digest for name, digest in listed(content.listing).items()}, content.listing
