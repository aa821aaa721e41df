"""What data readers tell, kept by the recorder, and starting them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.extensions.data import DataNotes, Wish
from jupyter_repro.extensions.registry import parts
from jupyter_repro.patching import when_imported
from jupyter_repro.recording.data.reads import Place, Reads
from jupyter_repro.recording.sightings import Guard

Travel = tuple[Callable[[str], Wish | None], Callable[..., Any]]
"""Answers which version the notebook is to read; calls a function that may read without being watched."""


class Noted:
    """Takes what a data reader has seen; a failure of ours does not reach the notebook."""

    def __init__(self, reads: Reads, guarded: Guard, place: Place, folder: Path, travel: Travel) -> None:
        self.folder = folder
        self.place = place
        self.given = guarded(reads.given)
        self.connected = guarded(reads.connected)
        self.received = guarded(reads.note_received)
        self.versioned = guarded(reads.versioned)
        self.covers = guarded(reads.covers)
        self.wish, self.unwatched = travel

    def name_of(self, path: str) -> str:
        """Portable name of a path."""
        return portable(Path(path), self.folder)


def start_readers(
    notes: DataNotes,
    safe: Guard,
    opens_by_itself: Callable[[], None],
    unusable: Callable[[str, Exception], None],
) -> None:
    """Start each data reader when its library is imported, be it by ourselves."""
    for reader in parts("data_readers", unusable).values():
        for module in reader.modules:
            when_imported(module, safe(lambda loaded, reader=reader: reader.start(loaded.__name__, notes)))
            if getattr(reader, "opens_by_itself", False):
                when_imported(module, safe(lambda _loaded: opens_by_itself()))
