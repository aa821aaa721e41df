"""Files that appear whole: they have no name until all of them is on the disk."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import BinaryIO

_NAMELESS: int = getattr(os, "O_TMPFILE", 0)
_CREATE = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
_CLONE = 0x40049409
"""Linux's FICLONE, of btrfs, XFS and others."""
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)


@contextmanager
def new_file(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to write to, which gets its name when the block ends without an error.

    `mode` holds whatever the umask; without it the umask decides. Raises FileExistsError where the name is taken by
    then, and OSError; then nothing is left, but for a temporary file beside it where the process is killed on a system
    without nameless files.
    """
    descriptor, temporary = _opened(path.parent, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb+") as file:
            yield file
            file.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            os.fsync(descriptor)
            if temporary is None:
                # the name in /proc is a link, and is followed only where a folder is given too
                os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
        if temporary is not None:
            _name(temporary, path)
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def share(source: BinaryIO | FileIO, target: BinaryIO) -> bool:
    """Let an empty file hold what another one holds, without a copy, until one of them is written to.

    False where the disk cannot do it.
    """
    try:
        import fcntl

        fcntl.ioctl(target.fileno(), _CLONE, source.fileno())
    except (ImportError, OSError):
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make names in a folder last through a crash, where the file system can promise it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _opened(folder: Path, mode: int) -> tuple[int, Path | None]:
    """A descriptor, and the temporary name where files of this folder need one."""
    if _NAMELESS and Path("/proc/self/fd").is_dir():
        try:
            return os.open(folder, _NAMELESS | os.O_RDWR | _CLOEXEC, mode), None
        except OSError as error:
            if error.errno not in {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL}:
                raise
    temporary = folder / f".jupyter-repro-{secrets.token_hex(8)}"
    return os.open(temporary, _CREATE | _CLOEXEC, mode), temporary


def _name(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        temporary.replace(path)
