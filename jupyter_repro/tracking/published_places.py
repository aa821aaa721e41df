"""Where on this machine the notebooks lie whose snapshots were published: their data may still be there, or in git.

One file a run in this user's cache, readable by its owner only: neither a snapshot nor a tracker says where it was.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from jupyter_repro.atomic_files import write_together
from jupyter_repro.cache_folder import cache_folder
from jupyter_repro.errors import Unwritable


def note_place(run: str, notebook: Path) -> None:
    """Remember the notebook of a run; where it cannot be, the run is published all the same."""
    place = _file(run)
    with suppress(Unwritable, OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_together({place: os.fsencode(notebook.resolve())})


def noted_place(run: str) -> Path | None:
    """The notebook of a run, which need not be there any more; None where it is not known here."""
    with suppress(OSError):
        return Path(os.fsdecode(_file(run).read_bytes()))
    return None


def _file(run: str) -> Path:
    return cache_folder() / "published" / run
