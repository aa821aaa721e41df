"""What is to be sent to a tracker, kept on disk until it was: nothing is lost when the tracker or we are stopped.

One file a run, readable by its owner only. What is put in again for the same run replaces what waits.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.digest import Digest, digest_text, digits_of
from jupyter_repro.errors import UnreadableInput, Unwritable
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.files.whole_files import replacing_file
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.trackers.names import run_id

_SUFFIX = ".msgpack"


class Publication(msgspec.Struct, frozen=True, tag="publication"):
    """A run to be logged."""

    destination: Destination
    run: RunRecord

    @property
    def name(self) -> str:
        """Of its file; runs are logged after those that they are a part of, before anything is said of them."""
        return f"1-{len(self.run.parents)}-{self.run.id}-{_place(self.destination)}"


class Amendment(msgspec.Struct, frozen=True, tag="amendment"):
    """What is to be said of the runs of a snapshot, if there are any."""

    destination: Destination
    snapshot: Digest
    tags: dict[str, str]
    files: dict[str, bytes] = {}
    verification: str = ""
    """Id of the verification that it tells of: each one waits by itself, so that none is forgotten."""
    notebook: str = ""
    """Path of the notebook that was verified, in its repository, else in its project."""

    @property
    def name(self) -> str:
        """Of its file; of two verifications the earlier one comes first."""
        name = f"2-{run_id(self.snapshot)}-{_place(self.destination)}"
        return f"{name}-{self.verification}" if self.verification else name


Item = Publication | Amendment


def outbox() -> Path:
    """The folder; it need not be there yet."""
    return cache_folder() / "outbox"


def put(item: Item) -> Path:
    """Keep an item until it is sent; raises Unwritable."""
    folder = outbox()
    path = folder / f"{item.name}{_SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with replacing_file(path, 0o600) as file:
            file.write(msgspec.msgpack.encode(item))
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}", "free some space there") from None
    return path


def waiting() -> list[Path]:
    """What was not sent yet, in the order in which it is to be."""
    return sorted(outbox().glob(f"[!.]*{_SUFFIX}"))


def taken(path: Path) -> tuple[Item, int]:
    """An item, and by which number it is known that it was not replaced since.

    Raises UnreadableInput, and FileNotFoundError where somebody else has sent it meanwhile.
    """
    with path.open("rb") as file:
        number = os.fstat(file.fileno()).st_ino
        content = file.read()
    try:
        return msgspec.msgpack.decode(content, type=Item), number
    except msgspec.DecodeError as error:
        raise UnreadableInput(path, f"it is damaged ({error})", f"remove it: rm {shell_word(path)}") from None


def sent(path: Path, number: int) -> None:
    """Forget an item that was sent, where it is still the same."""
    with suppress(FileNotFoundError):
        if path.stat().st_ino == number:
            path.unlink()


def _place(destination: Destination) -> str:
    place = f"{destination.address}\n{destination.root}\n{destination.experiment}"
    return digits_of(digest_text(place), 12)
