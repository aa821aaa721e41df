"""Logbooks: `logbook:FOLDER` has a folder for each run, with its tags and files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_repro.extensions import Destination, LoggedRun, NoSuchData, RunRecord

_TAGS = "tags.json"
_FILES = "files"


class LogbookTracker:
    """Keeps runs as folders."""

    schemes = ("logbook",)

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Write the run's folder; one that is there already is written again."""
        self._folder(destination, run.id).mkdir(parents=True, exist_ok=True)
        self._write(destination, run.id, run.tags, run.files)
        return LoggedRun(run.id, run.name, started=run.started, tags=run.tags)

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Put tags and files to those that are there."""
        self._write(destination, run_id, {**self._tags(destination, run_id), **tags}, files)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> Iterator[LoggedRun]:
        """The runs that have all these tags."""
        for folder in self._all(destination).glob("*"):
            found = self._tags(destination, folder.name)
            if tags.items() <= found.items():
                yield LoggedRun(folder.name, folder.name, tags=found)

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Copy the files of a run."""
        folder = self._folder(destination, run_id)
        if not folder.is_dir():
            raise NoSuchData(f"the logbook has no run {run_id}")
        shutil.copytree(folder / _FILES, into, dirs_exist_ok=True)

    def _write(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        folder = self._folder(destination, run_id)
        (folder / _TAGS).write_text(json.dumps(dict(tags)))
        for name, content in files.items():
            file = folder / _FILES / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def _tags(self, destination: Destination, run_id: str) -> dict[str, str]:
        found: dict[str, str] = json.loads((self._folder(destination, run_id) / _TAGS).read_text())
        return found

    def _folder(self, destination: Destination, run_id: str) -> Path:
        return self._all(destination) / run_id

    def _all(self, destination: Destination) -> Path:
        return destination.folder / (destination.rest or "logbook")
