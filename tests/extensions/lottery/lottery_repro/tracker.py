"""`ledger:FOLDER`: a folder for each run, with its tags and its files."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_repro.extensions import Destination, LoggedRun, NoSuchData, RunRecord


class LedgerTracker:
    """Keeps runs as folders."""

    schemes = ("ledger",)

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Write the run; one that is there already is written again."""
        _write(_ledger(destination) / run.id, run.tags, run.files)
        return LoggedRun(run.id, run.name, started=run.started, tags=run.tags)

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Put tags and files to those that are there."""
        folder = _ledger(destination) / run_id
        _write(folder, {**_tags(folder), **tags}, files)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> Iterator[LoggedRun]:
        """Those that have all these tags."""
        for folder in _ledger(destination).glob("*"):
            if tags.items() <= _tags(folder).items():
                yield LoggedRun(folder.name, folder.name, tags=_tags(folder))

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Copy the files of a run."""
        folder = _ledger(destination) / run_id
        if not folder.is_dir():
            raise NoSuchData(f"the ledger has no run {run_id}")
        shutil.copytree(folder / "files", into, dirs_exist_ok=True)


def _ledger(destination: Destination) -> Path:
    return destination.folder / (destination.rest or "ledger")


def _tags(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / "tags.json").read_text())
    return found


def _write(folder: Path, tags: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tags.json").write_text(json.dumps(dict(tags)))
    for name, content in files.items():
        file = folder / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
