"""What Jupyter Server keeps to itself and is used here: each part fails a test of its own when it is gone."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.services.contents.filemanager import FileContentsManager


def file_of(manager: FileContentsManager, path: str) -> Path:
    """Where the contents of a path lie; raises HTTPError 404 for a path that leads above the root."""
    return Path(manager._get_os_path(path))  # type: ignore[no-untyped-call]
