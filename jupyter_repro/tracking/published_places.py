"""Where snapshots were published from this machine, and where the notebooks lie that they are of.

One file a run in this user's cache, readable by its owner only: neither a snapshot nor a tracker says where it was.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.errors import Unwritable
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.records.tracked_run import Destination


class Published(msgspec.Struct, frozen=True):
    """What is known of one run."""

    path: bytes
    destination: Destination

    @property
    def notebook(self) -> Path:
        """It need not be there any more; its data may be, or be in git."""
        return Path(os.fsdecode(self.path))


def note_published(run: str, notebook: Path, destination: Destination) -> None:
    """Remember notebook and tracker of a run; where that cannot be, the run is published all the same."""
    file = _file(run)
    with suppress(Unwritable, OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_together(
            {file: msgspec.msgpack.encode(Published(os.fsencode(notebook.resolve()), destination))}
        )


def published(run: str) -> Published | None:
    """What is known of a run; None for one that was not published from here."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.msgpack.decode(_file(run).read_bytes(), type=Published)
    return None


def last_destination(notebook: Path) -> Destination | None:
    """Where a snapshot of the notebook was last published from here; None where none was."""
    files = sorted(_folder().glob("*"), key=lambda file: file.stat().st_mtime, reverse=True)
    known = (published(file.name) for file in files)
    here = notebook.resolve()
    return next((each.destination for each in known if each and each.notebook == here), None)


def _file(run: str) -> Path:
    return _folder() / run


def _folder() -> Path:
    return cache_folder() / "published"
