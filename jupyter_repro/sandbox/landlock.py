"""A second wall around a sandboxed process, where the kernel has Landlock: it writes only where it is allowed to.

It holds for the process that asks for it and for all that it starts, and cannot be taken back. Mounts that are
read-only stop the same writes; each of the two holds where the other has a hole. Source: landlock(7), and the
kernel's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable

_LIBC = ctypes.CDLL(None, use_errno=True)
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_FOR_VERSION = 1
_PATH_BENEATH = 1
_READ = 0b1101
"""Execute a file, read it, list a folder."""
_FILE_RIGHTS = 0b1100_0000_0000_0111
"""Those that a rule of a single file may name: execute, write, read, truncate, control a device."""
_RIGHTS_BY_VERSION = (13, 14, 15, 15, 16)
"""How many rights over files each version of Landlock knows, the first bits of a mask."""
_SCOPES_SINCE, _SCOPES = 6, 0b11
"""Connect to abstract sockets of others, and send signals to them."""


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scopes")]


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("rights", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def landlock_version() -> int:
    """The version of the kernel's Landlock, 0 where it has none."""
    return max(_LIBC.syscall(_CREATE_RULESET, None, 0, _ASK_FOR_VERSION), 0) if sys.platform == "linux" else 0


def allow_writing_only(folders: Iterable[str]) -> None:
    """Let this process write only below these paths from now on; does nothing where the kernel has no Landlock.

    Reading is not limited. New privileges must be ruled out before. Raises OSError where a rule is refused.
    """
    if not (version := landlock_version()):
        return
    every_right = (1 << _RIGHTS_BY_VERSION[min(version, len(_RIGHTS_BY_VERSION)) - 1]) - 1
    wanted = _Ruleset(every_right, 0, _SCOPES if version >= _SCOPES_SINCE else 0)
    size = ctypes.sizeof(wanted) if version >= _SCOPES_SINCE else ctypes.sizeof(ctypes.c_uint64)
    ruleset = _call(_CREATE_RULESET, ctypes.byref(wanted), size, 0)
    try:
        _allow(ruleset, "/", _READ)
        for folder in folders:
            _allow(ruleset, folder, every_right)
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        is_folder = os.path.isdir(path)  # noqa: PTH112
        rule = _PathRule(rights if is_folder else rights & _FILE_RIGHTS, place)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    answer = _LIBC.syscall(number, *arguments)
    if answer < 0:
        failed = ctypes.get_errno()
        raise OSError(failed, f"Landlock: {os.strerror(failed)}")
    return int(answer)
