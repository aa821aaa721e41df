"""A view of some folders of a process's own: `python overlay.py VIEW COMMAND…`, VIEW as JSON.

What the process writes below these folders goes elsewhere, and what was put there beforehand it sees in place of what
lies there. Nobody else sees either. It runs as a file in the kernel's own Python, and asks for the standard library
alone. Sources: the kernel's documentation of overlayfs, mount_namespaces(7), user_namespaces(7), personality(2).
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18
_NO_RANDOM_ADDRESSES = 0x0040000
_CAPABILITIES_3 = 0x20080522
_CANNOT_RUN = 126
"""Exit status, as shells have it."""

View = dict[str, Any]
"""`overlays`: each with a folder `lower`, seen `at` a folder, `upper` with what was put there, and an empty `work`;
`kept`: folders that are seen as they lie, and written to, also below these; `removed`: paths that are not to be seen;
`fixed_addresses`: whether memory lies at the same addresses in each process."""


def enter(view: View) -> None:
    """See the folders so from here on. Raises OSError where the system does not let us."""
    if not view.get("overlays"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    is_user_of_its_own = _unshare(libc)
    _mount(libc, "none", "/", "", _RECURSIVE | _PRIVATE)
    kept = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in view.get("kept", ())}
    for each in view["overlays"]:
        options = f"lowerdir={_escaped(each['lower'])},upperdir={_escaped(each['upper'])}"
        _mount(libc, "overlay", each["at"], "overlay", 0, f"{options},workdir={_escaped(each['work'])}")
    for path, descriptor in kept.items():
        _mount(libc, f"/proc/self/fd/{descriptor}", path, "", _BIND | _RECURSIVE)
        os.close(descriptor)
    for path in view.get("removed", ()):
        Path(path).unlink(missing_ok=True)
    if is_user_of_its_own:
        _drop_capabilities(libc)


def _unshare(libc: ctypes.CDLL) -> bool:
    """Mounts of its own; whether that took users of its own."""
    if not libc.unshare(_NEW_MOUNTS):
        return False
    user, group = os.getuid(), os.getgid()
    _check(libc.unshare(_NEW_MOUNTS | _NEW_USERS), "unshare")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return True


def _escaped(path: str) -> str:
    """As an option of overlayfs has it."""
    return path.replace("\\", "\\\\").replace(",", "\\,").replace(":", "\\:")


def _mount(libc: ctypes.CDLL, source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    named = (os.fsencode(each) for each in (source, target, kind))
    _check(libc.mount(*named, ctypes.c_ulong(flags), os.fsencode(options) or None), f"mount {target}")


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header, nothing = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
    _check(libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")


def _check(failed: int, what: str) -> None:
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def fix_addresses() -> None:
    """Whatever this process executes next has its memory at the same addresses each time."""
    if sys.platform == "linux":
        ctypes.CDLL(None).personality(_NO_RANDOM_ADDRESSES)


if __name__ == "__main__":
    wanted: View = json.loads(sys.argv[1])
    try:
        enter(wanted)
        os.chdir(os.getcwd())  # noqa: PTH109  where it is an overlay, it is another folder now
        if wanted.get("fixed_addresses"):
            fix_addresses()
        os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606  that is what it is for
    except OSError as error:
        sys.stderr.write(f"its view of the project cannot be made: {error}\n")
        sys.exit(_CANNOT_RUN)
