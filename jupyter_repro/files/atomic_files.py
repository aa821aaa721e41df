"""Writing several files together or not at all, and keeping others from writing them meanwhile.

Of one file that is written piece by piece: `whole_files`.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from jupyter_repro.digest import digest_bytes, digits_of
from jupyter_repro.errors import Busy, Unwritable
from jupyter_repro.files.interrupts import interrupts_held_back
from jupyter_repro.files.owned_names import remove_abandoned
from jupyter_repro.files.whole_files import create, sync_folder, unused_name
from jupyter_repro.formatting.shell_words import shell_word

_WHY = {
    errno.ENOSPC: ("no space left on the device", "free some space, then try again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, then try again"),
    errno.EFBIG: ("it would be larger than is allowed", "see the limit with: ulimit -f"),
    errno.EACCES: ("permission denied", "see who may write there with: ls -ld {}"),
    errno.EPERM: ("permission denied", "see who may write there with: ls -ld {}"),
    errno.EROFS: ("the file system is read-only", "copy the notebook to a place that can be written"),
    errno.ENOENT: ("its folder does not exist", "make the folder first"),
    errno.ELOOP: ("its links lead in a circle", "mend the link"),
}

_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


def write_together(contents: Mapping[Path, bytes], check: Callable[[], None] = lambda: None) -> None:
    """Write every file or none; a link is written through, the mode and owner of an existing file are kept.

    `check` is called when all is prepared, and may raise. Raises Unwritable; then every file is as it was before, and
    no other is left. Ctrl-C waits until all is done.
    """
    with interrupts_held_back():
        replacements = [_replacement(path) for path in contents]
        for folder in _folders(replacements):
            remove_abandoned(folder)
        try:
            _prepare(replacements, list(contents.values()))
            check()
            _replace_all(replacements)
        finally:
            for replacement in replacements:
                replacement.clean()
        _sync_folders(replacements)


def write_keeping(path: Path, write: Callable[[Path], None], kept: str) -> Path | None:
    """Replace one file and keep the one that was there beside it, as `kept`, or `kept-2` … where that is taken.

    A link is replaced and kept as a link: what it leads to stays as it is. `write` makes the file that it is given,
    beside the other and under another name. Answers where the old one is kept; None where there was none. Missing
    folders are made. Raises Unwritable, and whatever `write` raises; then the file is as it was before. At every moment
    the old one or the new one is there.
    """
    with _explaining(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replacement = _replacement(path, follow=False)
    remove_abandoned(replacement.target.parent)
    try:
        with _explaining(path):
            write(replacement.new)
            replacement.settle()
        with interrupts_held_back(), _explaining(path):
            aside = replacement.keep_beside(kept) if replacement.before else None
            replacement.new.replace(replacement.target)
    finally:
        replacement.clean()
    _sync_folders([replacement])
    return aside


def check_writable(folder: Path) -> None:
    """Raise Unwritable where no file can be made in `folder`; what killed processes of ours left there is removed."""
    remove_abandoned(folder)
    probe = unused_name(folder)
    with interrupts_held_back(), _explaining(folder):
        try:
            os.close(create(probe, 0o600))
        finally:
            probe.unlink(missing_ok=True)


def made_folder(folder: Path) -> Path:
    """The folder, made with those above it where they are missing; raises Unwritable."""
    with _explaining(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def unwritable(error: OSError) -> Unwritable | None:
    """What to say of a disk that is full or read-only, wherever that was met; None for any other error."""
    if error.errno not in _OF_THE_DISK:
        return None
    name = error.filename2 or error.filename
    why, remedy = _WHY[error.errno]
    return Unwritable(f"{os.fsdecode(name) if name else 'a file'} cannot be written: {why}", remedy)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Keep every other process of this user from recording the same notebook.

    Raises Busy at once, without waiting, and Unwritable where the lock cannot be made.
    """
    from filelock import FileLock, Timeout

    name = digits_of(digest_bytes(os.fsencode(os.path.realpath(path))), 32)
    lock = FileLock(_lock_folder() / f"{name}.lock")
    try:
        with _explaining(Path(lock.lock_file)):
            lock.acquire(blocking=False)
    except Timeout:
        what = f"{path} is being recorded by another process"
        raise Busy(what, "wait until it has ended, then try again") from None
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class _Replacement:
    """One file on its way to be replaced; names are fixed before anything is made, so none is forgotten."""

    path: Path
    """As it was asked for."""
    target: Path
    """Where links lead, if they are followed."""
    new: Path
    old: Path
    before: os.stat_result | None

    def write(self, content: bytes) -> None:
        with os.fdopen(create(self.new, 0o666), "wb") as file:
            if self.before:
                _take_over(file.fileno(), self.before)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def settle(self) -> None:
        """Give what somebody else wrote the owner and mode of the file that it replaces, and make it last."""
        with self.new.open("rb+") as file:
            if self.before and stat.S_ISREG(self.before.st_mode):
                _take_over(file.fileno(), self.before)
            os.fsync(file.fileno())

    def keep_old(self) -> None:
        if self.before is None:
            return
        try:
            os.link(self.target, self.old)
        except OSError:  # a file system without hard links, or a file of somebody else
            shutil.copy2(self.target, self.old)

    def keep_beside(self, name: str) -> Path:
        """Give the old file a second name beside it that nothing has yet."""
        for number in count(1):
            kept = self.target.with_name(name if number == 1 else f"{name}-{number}")
            try:
                _second_name(self.target, kept)
            except FileExistsError:
                continue
            except OSError:  # as in keep_old
                if os.path.lexists(kept):
                    continue
                shutil.copy2(self.target, kept)
            return kept
        raise AssertionError

    def undo(self) -> None:
        """Put the old file back if the new one is in place; for after `write` and `keep_old` only."""
        with suppress(OSError):
            if self.new.exists():
                return
            if self.before:
                self.old.replace(self.target)
            else:
                self.target.unlink()

    def clean(self) -> None:
        for made in (self.new, self.old):
            with suppress(OSError):
                made.unlink(missing_ok=True)


def _second_name(path: Path, other: Path) -> None:
    if path.is_symlink():
        other.symlink_to(path.readlink())
    else:
        os.link(path, other)


def _replacement(path: Path, *, follow: bool = True) -> _Replacement:
    target = Path(os.path.realpath(path)) if follow else path.absolute()
    with _explaining(path):
        before = target.lstat() if not follow and target.is_symlink() else _existing(target)
    return _Replacement(path, target, unused_name(target.parent), unused_name(target.parent), before)


def _existing(target: Path) -> os.stat_result | None:
    """What is known of the file to replace; raises OSError for what must not be replaced."""
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    before = target.stat() if target.exists() else None
    if before and not stat.S_ISREG(before.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    if before and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return before


def _prepare(replacements: Sequence[_Replacement], contents: Sequence[bytes]) -> None:
    for replacement, content in zip(replacements, contents, strict=True):
        with _explaining(replacement.path):
            replacement.write(content)
    for replacement in replacements:
        with _explaining(replacement.path):
            replacement.keep_old()


def _replace_all(replacements: Sequence[_Replacement]) -> None:
    try:
        for replacement in replacements:
            with _explaining(replacement.path):
                replacement.new.replace(replacement.target)
    except BaseException:  # an interrupt too must leave everything as it was
        for replacement in replacements:
            replacement.undo()
        raise


def _take_over(descriptor: int, before: os.stat_result) -> None:
    """Give a new file the owner and mode of the one that it replaces, as far as this user may."""
    if not hasattr(os, "fchmod"):
        return
    with suppress(PermissionError):
        os.fchown(descriptor, before.st_uid, before.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


def _sync_folders(replacements: Sequence[_Replacement]) -> None:
    """Make the renames last through a crash, where the file system can promise it."""
    for folder in _folders(replacements):
        sync_folder(folder)


def _folders(replacements: Sequence[_Replacement]) -> set[Path]:
    return {replacement.target.parent for replacement in replacements}


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        why, remedy = _WHY.get(error.errno or 0, (reason[:1].lower() + reason[1:], ""))
        raise Unwritable(
            f"{path} cannot be written: {why}", remedy.format(_paths_in_a_command(path))
        ) from error


def _paths_in_a_command(path: Path) -> str:
    """The folder, and the file where there is one, as words of a command: either may be what is not to be written."""
    return " ".join(map(shell_word, (path.parent, *((path,) if os.path.exists(path) else ()))))  # noqa: PTH110


def _lock_folder() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    folder = Path(tempfile.gettempdir()) / f"jupyter-repro-{user}"
    with _explaining(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        # in a folder that everybody may write, the name may have been taken by somebody else
        if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return folder
