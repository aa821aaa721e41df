"""Copies of a project, in which a notebook runs while nothing of the project is touched, and where they are from."""

from __future__ import annotations

from pathlib import Path

COPY = "project"
"""Name of the folder that a copy lies in."""
_FROM = "copied-from"


def note_original(copy: Path, root: Path) -> None:
    """Write down beside a copy that it is of the project below `root`."""
    copy.with_name(_FROM).write_bytes(bytes(root))


def original(path: Path) -> Path:
    """Where a file of a copy lies in the project itself, whose stores have its history; any other path as it is."""
    for above in path.absolute().parents:
        note = above.with_name(_FROM) if above.name == COPY else None
        if note and note.is_file():
            root = Path(note.read_bytes().decode(errors="surrogateescape"))
            return root / path.absolute().relative_to(above)
    return path
