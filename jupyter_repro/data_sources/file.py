"""Files of this machine, named by a plain path or a `file:` URI."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.digest import Digest
from jupyter_repro.digest_cache import cached_digest
from jupyter_repro.portable_paths import located


class FileSource:
    """Data in a regular file."""

    schemes = ("", "file")

    def digest(self, uri: str) -> tuple[Digest, int]:
        """Digest and size in bytes of the file.

        Raises FileNotFoundError where there is none, and OSError for one that cannot be read. What is not a
        regular file is never opened: a pipe would wait for its writer, and opening a device may act on it.
        """
        return cached_digest(str(located(uri, Path.cwd()) if uri.startswith("file:") else uri))
