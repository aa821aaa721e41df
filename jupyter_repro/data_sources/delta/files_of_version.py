"""The files of a Delta table up to one of its versions: a copy of these alone has that version as its newest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deltalake import DeltaTable

_NUMBER = re.compile(r"\d{20}")
_HINT = "_last_checkpoint"
"""Where readers begin with the log; without it they look for themselves."""
_BESIDE_ROWS = ("_change_data/**/*", "**/*.bin")
"""Changes of rows, and deleted rows."""


def files_up_to(root: Path, table: DeltaTable) -> Iterator[Path]:
    """The log of the table below `root` up to the version that `table` is at, and the data of that version.

    Data that lies elsewhere, as that of a shallow clone, is not among them: the log names it by its whole path.
    """
    yield from (file for file in _below(root, "_delta_log/**/*") if is_up_to(file.name, table.version()))
    for path in map(Path, table.file_uris()):
        yield from (root / path.relative_to(top) for top in _tops(root) if path.is_relative_to(top))
    for pattern in _BESIDE_ROWS:
        yield from _below(root, pattern)


def _tops(root: Path) -> set[Path]:
    """The folder of a table, by both names where a link leads to it."""
    return {root, root.resolve()}


def is_up_to(name: str, version: int) -> bool:
    """Whether a file of the log tells of no later version."""
    return name != _HINT and all(int(number) <= version for number in _NUMBER.findall(name))


def _below(root: Path, pattern: str) -> Iterator[Path]:
    yield from (path for path in sorted(root.glob(pattern)) if path.is_file())
