"""What data readers tell, kept by the recorder, and starting them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.extensions.data import DataNotes, Wish
from jupyter_repro.recording.data.reads import Place, Reads
from jupyter_repro.recording.library_parts import LibraryParts
from jupyter_repro.recording.sightings import Guard

Travel = tuple[Callable[[str], Wish | None], Callable[..., Any], Callable[[Any], None]]
"""Answers which version the notebook is to read; calls a function that may read without being watched; raises for what
is read past the versions of a table."""


class Noted:
    """Takes what a data reader has seen; a failure of ours does not reach the notebook."""

    def __init__(self, reads: Reads, guarded: Guard, place: Place, folder: Path, travel: Travel) -> None:
        self.folder = folder
        self.place = place
        self.given = guarded(reads.given)
        self.connected = guarded(reads.connected)
        self.received = guarded(reads.note_received)
        self.answered = guarded(reads.note_answered)
        self.answering = guarded(reads.note_answering)
        self.probed = guarded(reads.note_probed)
        self.versioned = guarded(reads.versioned)
        self.consumed = guarded(reads.note_consumed)
        self.covers = guarded(reads.covers)
        self.wish, self.unwatched, self.check_held = travel

    def name_of(self, path: str) -> str:
        """Portable name of a path."""
        return portable(Path(path), self.folder)


def start_readers(libraries: LibraryParts, notes: DataNotes, opens_by_itself: Callable[[], None]) -> None:
    """Start each data reader when its library is imported, be it by ourselves."""

    def started(reader: Any, module: str) -> None:
        reader.start(module, notes)
        if getattr(reader, "opens_by_itself", False):
            opens_by_itself()

    libraries.start("data_readers", started)
