"""Which folders were read as data sets: those given to a reader, and those that were listed and read files from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.files.folder_digest import FolderContent, folder_content
from jupyter_repro.records.data_use import DataUse, FolderRead
from jupyter_repro.records.snapshot import DataFile, DataFolder

MOST_NAMED = 2000
"""Files of a folder that are named in a snapshot; of a larger folder their number, size and one digest are kept."""


class DataSet(NamedTuple):
    """A folder, and which of its files count."""

    read: FolderRead
    endings: tuple[str, ...]
    recursive: bool
    without: tuple[str, ...]

    def content(self) -> FolderContent:
        """What lies there now."""
        return folder_content(
            self.read.path, endings=self.endings, recursive=self.recursive, without=self.without
        )


def data_sets(data: DataUse) -> Iterator[DataSet]:
    """The folders of which a new file would have been read as well.

    Of a folder that was only listed, files count whose names end as those that were read from it.
    """
    listed = {each.path: each for each in data.folders}
    for path, each in sorted(listed.items()):
        if each.whole:
            yield DataSet(each, (), True, _below(path, data.written))
        elif os.path.dirname(path) not in listed:  # noqa: PTH120
            yield from _listed(each, listed, data)


def recorded_folder(found: DataSet, content: FolderContent) -> DataFile:
    """The record of a data set."""
    count = len(content.files)
    root = Path("/")
    named = {portable(root / name, root): digest for name, digest in content.files.items()}
    folder = DataFolder(
        count, named if count <= MOST_NAMED else {}, found.endings, found.recursive, found.without
    )
    read = found.read
    return DataFile(content.digest, content.size, read.cell, read.line, folder, unheld=read.unheld)


def folder_now(recorded: DataFile, folder: DataFolder, path: str) -> DataFile | None:
    """The record of a data set as it is now; None where the folder is gone."""
    if not os.path.isdir(path):  # noqa: PTH112
        return None
    read = FolderRead(path, recorded.cell, recorded.line)
    found = DataSet(read, folder.endings, folder.recursive, folder.without)
    return recorded_folder(found, found.content())


def with_files_of(now: DataFile | None, found: DataFile) -> DataFile:
    """A folder that was read again, with the files that count by its record and lie there `now`.

    A run that reads files of other endings there, or writes to some, has not made the others go.
    """
    if now is None or not now.folder or not found.folder or _same_rules(now.folder, found.folder):
        return found
    if not now.folder.files or not found.folder.files:
        return now
    files = dict(sorted({**now.folder.files, **found.folder.files}.items()))
    return msgspec.structs.replace(found, folder=msgspec.structs.replace(found.folder, files=files))


def _same_rules(one: DataFolder, other: DataFolder) -> bool:
    """Whether the same files count in both."""
    return all(getattr(one, name) == getattr(other, name) for name in ("endings", "recursive", "without"))


def _listed(top: FolderRead, listed: Mapping[str, FolderRead], data: DataUse) -> Iterator[DataSet]:
    folders = {path for path in listed if path == top.path or _is_reached(path, top.path, listed)}
    read = [each.path for each in data.files if os.path.dirname(each.path) in folders]  # noqa: PTH120
    if read:
        endings = tuple(sorted({os.path.splitext(path)[1] for path in read}))  # noqa: PTH122
        yield DataSet(top, endings, len(folders) > 1, _below(top.path, data.written))


def _is_reached(path: str, top: str, listed: Mapping[str, FolderRead]) -> bool:
    """Whether a folder was listed and all between it and `top` were."""
    while path.startswith(f"{top}/") and path in listed:
        path = os.path.dirname(path)  # noqa: PTH120
    return path == top


def _below(folder: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    prefix = f"{folder}/"
    return tuple(path.removeprefix(prefix) for path in paths if path.startswith(prefix))
