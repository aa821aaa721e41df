"""One file that appears whole: it has no name, or another, until all of it is on the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from jupyter_repro.files.owned_names import FILE, owned_name, remove_abandoned

_NAMELESS: int = getattr(os, "O_TMPFILE", 0)
_CLONE = 0x40049409
"""Linux's FICLONE, of btrfs, XFS and others."""
_FLUSHED = 2**25
"""Bytes that are written before the disk is asked to begin."""
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_CREATE = os.O_CREAT | os.O_EXCL | os.O_RDWR | _CLOEXEC | getattr(os, "O_BINARY", 0)


@contextmanager
def new_file(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to write to, which gets its name when the block ends without an error.

    `mode` holds whatever the umask; without it the umask decides. Raises FileExistsError where the name is taken by
    then, and OSError; then nothing is left, but for a temporary file beside it where the process is killed on a system
    without nameless files.
    """
    descriptor, temporary = _opened(path.parent, _at_first(mode))
    try:
        with os.fdopen(descriptor, "wb+") as file:
            yield file
            _settle(file, mode)
            if temporary is None:
                # the name in /proc is a link, and is followed only where a folder is given too
                os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
        if temporary is not None:
            _name(temporary, path)
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def replacing_file(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """As `new_file`, in place of what is there by then: at every moment the old file or the new one is.

    Raises OSError; then the old one is as it was. No file without a name can take the place of another, so that a
    temporary one is left where the process is killed, until the next file is replaced in its folder.
    """
    remove_abandoned(path.parent)
    temporary = unused_name(path.parent)
    try:
        with os.fdopen(create(temporary, _at_first(mode)), "wb+") as file:
            yield file
            _settle(file, mode)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_pieces(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    """Write what comes piece by piece; the disk begins with it while more comes, and need not be waited for as long.

    Raises OSError.
    """
    unwritten, flushing = 0, Future[None]()
    flushing.set_result(None)
    with ThreadPoolExecutor(1) as aside:
        for piece in pieces:
            file.write(piece)
            unwritten += len(piece)
            if unwritten >= _FLUSHED and flushing.done():
                flushing.result()  # the system says of a write that failed only once
                file.flush()
                flushing, unwritten = aside.submit(os.fsync, file.fileno()), 0
        flushing.result()


def unused_name(folder: Path) -> Path:
    """A name in a folder that nothing has, for a file until it is whole."""
    return folder / owned_name(FILE)


def create(path: Path, mode: int) -> int:
    """The descriptor of a file that was not there before, to write and read; raises OSError."""
    return os.open(path, _CREATE, mode)


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
    temporary = unused_name(folder)
    return create(temporary, mode), temporary


def _at_first(mode: int | None) -> int:
    """Of a file that is not whole yet: nobody else needs to read what only its owner may in the end."""
    return 0o666 if mode is None else 0o600


def _settle(file: BinaryIO, mode: int | None) -> None:
    """Bring all of a file to the disk, with its mode."""
    file.flush()
    if mode is not None and hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), mode)
    os.fsync(file.fileno())


def _name(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        temporary.replace(path)
