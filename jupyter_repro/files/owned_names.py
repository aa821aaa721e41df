"""Names of temporary files and folders that say which process made them, so that what a killed one left is known."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from jupyter_repro.digest import digest_text, digits_of

FOLDER, FILE = "repro-", ".jupyter-repro-"
"""How a folder in the folder of temporary files, and a file beside what it becomes, begin."""
_OWNED = re.compile(
    r"(?:repro|\.jupyter-repro)-(?P<machine>[0-9a-f]{6})-(?P<pid>\d+)-(?P<began>\d+)-[0-9a-f]+"
    r"(?:-(?:journal|wal|shm))?"  # of SQLite
)


def owned_name(beginning: str) -> str:
    """A name that nothing has, of this process."""
    pid = os.getpid()
    return f"{beginning}{_machine()}-{pid}-{_began(pid)}-{secrets.token_hex(4)}"


def new_folder() -> Path:
    """A new folder for what is needed for a while; the caller removes it."""
    remove_abandoned_folders()
    folder = Path(tempfile.gettempdir(), owned_name(FOLDER))
    folder.mkdir(mode=0o700)
    return folder


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = new_folder()
    try:
        yield folder
    finally:
        _removed(folder)


@cache  # once in a process
def remove_abandoned_folders() -> None:
    """Remove what killed processes of this user left among the temporary files of this machine."""
    remove_abandoned(Path(tempfile.gettempdir()))


def remove_abandoned(folder: Path) -> None:
    """Remove what killed processes of this user left in a folder."""
    for path in abandoned(folder):
        remove(path)


def abandoned(folder: Path) -> list[Path]:
    """What lies in `folder` and was made by a process of ours that is not there any more; without links."""
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if _is_abandoned(entry)]
    except OSError:
        return []


def remove(path: Path) -> None:
    """Remove what was abandoned, as far as that is allowed."""
    if path.is_dir():
        _removed(path)
    else:
        with suppress(OSError):
            path.unlink()


def _is_abandoned(entry: os.DirEntry[str]) -> bool:
    owner = _OWNED.fullmatch(entry.name)
    if owner is None or owner["machine"] != _machine() or _began(int(owner["pid"])) == int(owner["began"]):
        return False
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    return not entry.is_symlink() and (not hasattr(os, "getuid") or found.st_uid == os.getuid())


def _removed(folder: Path) -> None:
    def allow(function: object, path: str, _error: object) -> None:
        """A notebook's read-only data makes its folder hard to remove; what holds `folder` is not ours."""
        if path == os.fspath(folder):
            return
        with suppress(OSError):
            os.chmod(os.path.dirname(path), 0o700)  # noqa: PTH101, PTH120  as rmtree has it
            os.unlink(path) if function is os.unlink else os.rmdir(path)  # noqa: PTH108, PTH106

    shutil.rmtree(os.fspath(folder), onerror=allow)


@cache
def _machine() -> str:
    """Digits that name this machine since it was started: process numbers mean nothing elsewhere."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
    except OSError:
        boot = ""
    return digits_of(digest_text(f"{boot}{os.uname().nodename if hasattr(os, 'uname') else ''}"), 6)


def _began(pid: int) -> int:
    """When a process began, in ticks or milliseconds; 0 for one that is not there."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        return int(stat.rpartition(")")[2].split()[19])
    except (OSError, IndexError, ValueError):
        return _began_elsewhere(pid)


def _began_elsewhere(pid: int) -> int:
    if Path("/proc/self/stat").exists():
        return 0
    import psutil

    try:
        return round(1000 * psutil.Process(pid).create_time())
    except psutil.Error:
        return 0
