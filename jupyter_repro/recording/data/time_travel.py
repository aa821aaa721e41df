"""Which versions of its data this notebook reads: as of a moment, or those that were recorded."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.recording.data.direct_reads import check_held, direct_reads, is_of_a_table
from jupyter_repro.recording.data.reads import Reads
from jupyter_repro.records.asked_versions import asked_by_id
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.snapshot import DataVersion


class TimeTravel:
    """What is in force in one kernel."""

    def __init__(self, folder: Path = Path()) -> None:
        self._folder = folder
        self.text = ""
        """The notebook's moment as it was written; "" where it reads the newest."""
        self._moment: datetime | None = None
        self._seen: set[str] = set()
        """Files, folders and addresses that were read before, or are said already."""
        self._unheld: dict[str, str] = {}
        """Those that were read as they are now while a date was in force, to that date."""
        self._recorded: Mapping[str, DataVersion] = {}

    def go(self, text: str) -> datetime:
        """Read all data as of a moment from now on; raises NoSuchMoment."""
        self._moment = moment_of(text)
        self.text = text
        return self._moment

    def end(self) -> None:
        """Read the newest again."""
        self.text, self._moment = "", None

    def read_again(self, versions: str) -> None:
        """Read these versions of data that was recorded; `versions` is JSON, name to DataVersion."""
        self._recorded = msgspec.json.decode(versions, type=dict[str, DataVersion])

    def wish(self, name: str) -> Wish | None:
        """The version to read of data for which the notebook names none itself; None for the newest."""
        return self._once(name, self.text) or (Wish(self._moment, text=self.text) if self._moment else None)

    def explicit(self, name: str, text: str) -> Wish:
        """The version to read of data that the notebook asks for as of a moment; raises NoSuchMoment."""
        return self._once(name, text) or Wish(moment_of(text), text=text)

    def exact(self, name: str, version: str) -> Wish:
        """The version to read of data that the notebook asks for by an id; what a tag or branch meant then is read."""
        text = asked_by_id(version)
        return self._once(name, text) or Wish(version=version, text=text)

    def check_held(self, value: Any) -> None:
        """Raise ReproError for what a library is given to read past the versions of a table, while a date holds."""
        if self.text:
            check_held(value, self.text, self._name_of)

    def cell_ends(self, reads: Reads) -> None:
        """Keep what was read as it is now while a date holds, and say it in the cell of a table's own files."""
        new = reads.names() - self._seen
        self._seen |= new
        if self.text:
            free = sorted(filter(reads.is_free, new))
            self._unheld |= {name: self.text for name in free if not is_of_a_table(name)}
            for line in direct_reads(free, self.text, self._name_of):
                print(line, file=sys.stderr)

    def marked(self, data: DataUse) -> DataUse:
        """The same data, with the date that each of it was not held at."""
        marked, dates = msgspec.structs.replace, self._unheld
        return marked(
            data,
            files=tuple(marked(each, unheld=dates.get(each.path, "")) for each in data.files),
            folders=tuple(marked(each, unheld=self._date_in(each.path)) for each in data.folders),
            received=tuple(marked(each, unheld=dates.get(each.uri, "")) for each in data.received),
        )

    def _date_in(self, folder: str) -> str:
        """The date that a folder was not held at, or a file below it."""
        below = (
            date for name, date in self._unheld.items() if name == folder or name.startswith(f"{folder}/")
        )
        return next(below, "")

    def _name_of(self, path: str) -> str:
        return portable(Path(path), self._folder)

    def _once(self, name: str, text: str) -> Wish | None:
        """The version that was recorded for the same words; one notebook may read several of the same data."""
        for recorded, version in self._recorded.items():
            of_this = recorded == name or recorded == f"{name}@{version.id}"
            if of_this and version.asof == text:
                return Wish(version=version.id, text=text, answer=version.answer)
        return None
