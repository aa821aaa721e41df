"""The log of a Delta table: which commits it has, when each was made, and which vacuums removed files.

Source of the layout: "Delta Transaction Log Protocol" of the Delta Lake project, sections "Delta Log Entries", "Commit
Provenance Information" and "In-Commit Timestamps".
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote

_COMMIT = re.compile(r"(\d{20})\.json")
_SKEWED = 20
"""Commits before the one that is found of which none may be later than the moment: clocks of several writers differ."""

_MOST_LOOKED_AT = 100
"""Commits among which a damaged one is looked for."""


@dataclass(frozen=True)
class TableCommit:
    """One entry of the log."""

    version: int
    time: datetime
    """When it was made, in UTC: its in-commit timestamp, else what its writer's clock said, else its file's time."""
    operation: str = ""
    removed: int = 0
    """Data files that a vacuum deleted."""


def _commit(version: int, content: bytes, changed: float) -> TableCommit:
    info: Any = next((entry["commitInfo"] for entry in _entries(content) if "commitInfo" in entry), {})
    made = info.get("inCommitTimestamp") or info.get("timestamp") or changed
    removed = info.get("operationMetrics", {}).get("numDeletedFiles", 0)
    time = datetime.fromtimestamp(int(made) / 1000, UTC)
    return TableCommit(version, time, str(info.get("operation", "")), int(removed))


class DeltaLog:
    """The log of one table, read as little of it as is needed."""

    def __init__(self, uri: str, options: Mapping[str, str] | None = None) -> None:
        self._uri = uri
        self._options = dict(options or {})

    @cached_property
    def versions(self) -> Sequence[int]:
        """Numbers of the commits that are there, in order; raises OSError."""
        found = map(_COMMIT.fullmatch, self._names)
        return sorted(int(match[1]) for match in found if match)

    def commit(self, version: int) -> TableCommit:
        """One commit; raises OSError where it is not there, and ValueError where it is not what it should be."""
        content, changed = self._content(version)
        try:
            return _commit(version, content, changed)
        except (AttributeError, LookupError, OSError, OverflowError, RecursionError, TypeError) as error:
            raise ValueError(f"commit {version}: {error}") from None

    def version_at(self, moment: datetime) -> int | None:
        """The version that was the newest at a moment; None where there was none yet.

        Where clocks went back, a version is no older than one that comes before it.
        """
        count = bisect_right(self.versions, moment, key=lambda version: self.commit(version).time)
        recent = self.versions[max(0, count - _SKEWED) : count]
        before = [version for version in recent if self.commit(version).time <= moment]
        skewed = next((index for index, version in enumerate(recent) if version not in before), len(recent))
        index = count - len(recent) + skewed
        return self.versions[index - 1] if index else None

    def vacuums(self, since: int) -> list[TableCommit]:
        """Vacuums after a version that removed files."""
        later = [self.commit(version) for version in self.versions if version > since]
        return [commit for commit in later if commit.operation == "VACUUM END" and commit.removed]

    def broken(self) -> str:
        """What is wrong with the log, "" for nothing: a commit that is missing before others, or cannot be read."""
        gaps = [version - 1 for before, version in pairwise(self.versions) if version != before + 1]
        if self.versions and self.versions[0] and not any(".checkpoint." in name for name in self._names):
            gaps.insert(0, self.versions[0] - 1)
        if gaps:
            return f"{_name(gaps[0])} is missing"
        recent = self.versions[-_MOST_LOOKED_AT:]
        return next((f"{_name(version)} is damaged" for version in recent if self._is_damaged(version)), "")

    def lost(self, paths: Iterable[str]) -> list[str]:
        """Those of some data files, with their whole addresses, that are not there."""
        if not is_remote(self._uri):
            return [path for path in paths if not os.path.exists(path)]  # noqa: PTH110
        below = {path.removeprefix(f"{self._uri.rstrip('/')}/"): path for path in paths}
        found = self.store.get_file_info(list(below)) if below else []
        return [below[each.path] for each in found if each.type.name == "NotFound"]

    def _is_damaged(self, version: int) -> bool:
        try:
            list(_entries(self._content(version)[0]))
        except ValueError:
            return True
        return False

    @cached_property
    def _names(self) -> list[str]:
        if not is_remote(self._uri):
            return [path.name for path in Path(self._uri, "_delta_log").iterdir()]
        from pyarrow.fs import FileSelector

        return [each.base_name for each in self.store.get_file_info(FileSelector("_delta_log"))]

    def _content(self, version: int) -> tuple[bytes, float]:
        """A commit's file, and its time in milliseconds since 1970."""
        if is_remote(self._uri):
            with self.store.open_input_file(f"_delta_log/{_name(version)}") as file:
                return file.read(), 0
        path = Path(self._uri, "_delta_log", _name(version))
        return path.read_bytes(), path.stat().st_mtime * 1000

    @cached_property
    def handler(self) -> Any:
        """The library's own access to the table's folder in its object store."""
        from deltalake.fs import DeltaStorageHandler

        return DeltaStorageHandler(self._uri, self._options)

    @cached_property
    def store(self) -> Any:
        """The same as a file system of pyarrow's."""
        from pyarrow.fs import PyFileSystem

        return PyFileSystem(self.handler)


def _entries(content: bytes) -> Iterator[dict[str, Any]]:
    for line in content.splitlines():
        try:
            entry = json.loads(line)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        if not isinstance(entry, dict):
            raise ValueError(f"{entry!r} is no entry of a log")  # noqa: TRY004  as for what is no JSON at all
        yield entry


def _name(version: int) -> str:
    return f"{version:020}.json"
