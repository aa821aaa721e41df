"""What lies at a path: its digest, whether it is a file or a folder."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.digest import Digest
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.files.folder_digest import folder_content


def content_at(path: Path) -> tuple[Digest, int]:
    """Digest and size in bytes of a regular file, or of all files of a folder.

    Raises OSError for what is missing, cannot be read, or is neither.
    """
    if path.is_dir():
        content = folder_content(str(path), recursive=True)
        return content.digest, content.size
    return cached_digest(str(path))
