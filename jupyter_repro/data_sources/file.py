"""Files of this machine, named by a plain path or a `file:` URI."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from jupyter_repro.digest import Digest, digest_file
from jupyter_repro.portable_paths import located


class FileSource:
    """Data in a regular file."""

    schemes = ("", "file")

    def digest(self, uri: str) -> tuple[Digest, int]:
        """Digest and size in bytes of the file.

        Raises FileNotFoundError where there is none, and OSError for one that cannot be read. What is not a
        regular file is never opened: a pipe would wait for its writer, and opening a device may act on it.
        """
        path = located(uri, Path.cwd()) if uri.startswith("file:") else Path(uri)
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return digest_file(path), found.st_size
