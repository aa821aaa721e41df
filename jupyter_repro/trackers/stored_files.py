"""Files of a run, written to folders and read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from jupyter_repro.errors import NoSuchData


def write_files(files: Mapping[str, bytes], into: Path) -> None:
    """Write files below a folder under their names; a name that leads out of it is left out."""
    for name, content in files.items():
        if is_below(name):
            path = into / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def read_files(folder: Path) -> dict[str, bytes]:
    """Name, with slashes, to content of all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_below(name: str) -> bool:
    """Whether a name, with slashes, stays in the folder that it is relative to."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def no_such_run(store: str, run_id: str) -> NoSuchData:
    """The error for a run that a store does not have."""
    return NoSuchData(f"{store} has no run {run_id}", "publish it: jupyter repro track NOTEBOOK")
