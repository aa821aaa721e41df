"""What many notebooks depend on and is not as it was recorded, as far as a look at files shows.

Packages, the machine and what lies in stores are left out: the drift of one notebook has them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors.data_versions import is_plain
from jupyter_repro.digest import Digest
from jupyter_repro.files.digest_cache import cached_digests, remembered_digests
from jupyter_repro.records.snapshot import DataFile
from jupyter_repro.server.overview.looks import RecordedFacts

MOST_READ = 1 << 20
"""Bytes of a file that is read for this; of a larger one the digest counts that is remembered of it."""


class ChangedInputs(NamedTuple):
    """Names of data files and local modules, as the snapshot has them."""

    changed: tuple[str, ...]
    unread: tuple[str, ...]
    """Those of their recorded size that are too large to be read for this, and were not read lately."""


class _Input(NamedTuple):
    name: str
    path: str
    size: int | None
    """That was recorded; None for a module."""
    digest: Digest


def drifts(notebooks: Mapping[Path, RecordedFacts]) -> dict[Path, ChangedInputs]:
    """The drift of each notebook; a file that several depend on is looked at once."""
    inputs = {file: [*_inputs(recorded, file.parent)] for file, recorded in notebooks.items()}
    sizes = _sizes(each.path for inputs_of_one in inputs.values() for each in inputs_of_one)
    to_digest = {each.path for group in inputs.values() for each in group if _may_be_same(each, sizes)}
    small = {path for path in to_digest if (sizes[path] or 0) <= MOST_READ}
    read = {path: found[0] for path, found in cached_digests(small).items() if not isinstance(found, OSError)}
    digests = {**read, **remembered_digests(to_digest - small)}
    return {file: _drift(group, sizes, digests) for file, group in inputs.items()}


def _drift(
    inputs: Iterable[_Input], sizes: Mapping[str, int | None], digests: Mapping[str, Digest]
) -> ChangedInputs:
    changed, unread = [], []
    for each in inputs:
        found = digests.get(each.path)
        if not _may_be_same(each, sizes) or (found is not None and found != each.digest):
            changed.append(each.name)
        elif found is None:
            unread.append(each.name)
    return ChangedInputs(tuple(changed), tuple(unread))


def _may_be_same(each: _Input, sizes: Mapping[str, int | None]) -> bool:
    size = sizes[each.path]
    return size is not None and each.size in {None, size}


def _inputs(recorded: RecordedFacts, folder: Path) -> Iterator[_Input]:
    for name, file in recorded.data.items():
        if _is_file(name, file):
            yield _Input(name, str(located(name, folder)), file.size, file.digest)
    for name, digest in recorded.modules.items():
        yield _Input(name, str(located(name, folder)), None, digest)


def _is_file(name: str, file: DataFile) -> bool:
    if file.folder or (file.version and not is_plain(name, file.version)):
        return False
    return data_name(name, file.version).is_file


def _sizes(paths: Iterable[str]) -> dict[str, int | None]:
    return {path: _size(path) for path in set(paths)}


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116  asked of thousands of files
    except OSError:
        return None
