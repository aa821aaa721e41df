"""What became of one piece of recorded data, in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.errors import ReproError
from jupyter_repro.records.snapshot import DataVersion, Snapshot
from jupyter_repro.recovery.missing_databases import database_back


@dataclass(frozen=True)
class Outcome:
    """What became of one piece of data."""

    name: str
    said: str
    """A sentence without its subject and full stop."""
    remedy: str = ""
    """Set where it is not as it was recorded now."""
    done: bool = False
    """Whether something was changed."""


def lost(name: str, error: ReproError) -> Outcome:
    """Data that cannot be restored, and what its store says of it."""
    return Outcome(name, predicate_of(name, error), error.remedy or "bring it back by hand")


def predicate_of(name: str, error: ReproError) -> str:
    """What an error says of data, to follow its name."""
    return error.predicate if error.subject == name else f"is not back: {error.what}"


def without_database(name: str, missing: Path, snapshot: Snapshot, folder: Path) -> Outcome:
    """A database whose file is gone, by the notebook's `folder`, and how to have that back."""
    said = f"cannot be asked: there is no {portable(missing, folder)}"
    return Outcome(name, said, database_back(missing, snapshot, folder))


def other_data(name: str, version: DataVersion) -> Outcome:
    """A store that was replaced, or changed behind its own back."""
    said = f"holds other data in version {version.id} than when it was recorded"
    return Outcome(name, said, "ask whoever keeps it")
