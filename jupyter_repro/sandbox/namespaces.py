"""The sandbox of Linux's namespaces, without a further program: `python -P -m jupyter_repro.sandbox.namespaces VIEW …`.

The command runs in namespaces of its own for users, mounts, processes, network, messages and names, on a root that
holds what its view names, without any capability, and behind Landlock where the kernel has it. Sources: namespaces(7),
user_namespaces(7), pivot_root(2), mount_setattr(2), capabilities(7).
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from pathlib import Path

import msgspec

from jupyter_repro.sandbox.landlock import allow_writing_only
from jupyter_repro.sandbox.view import View

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW = 0x00020000 | 0x10000000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
"""CLONE_NEWNS, NEWUSER, NEWPID, NEWNET, NEWIPC, NEWUTS."""
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR = 442
_READ_ONLY, _ATTR_NOSUID = 1, 2
_AT_RECURSIVE, _AT_FDCWD = 0x8000, -100
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 24, 38
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_WRITABLE = ("/tmp", "/dev", "/proc")  # noqa: S108  of the sandbox's own
_LAST_CAPABILITY = 63
_CANNOT_RUN = 126
"""Exit status, as shells have it."""


def enter(view: View, command: list[str]) -> int:
    """Run the command in the sandbox; its exit status. Raises OSError where the system does not let us."""
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NEW)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    child = os.fork()
    if child == 0:
        try:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            _build(view)
            _drop_capabilities()
            allow_writing_only((*_WRITABLE, *view.writable))
            os.execvp(command[0], command)  # noqa: S606  that is what it is for
        except OSError as error:
            sys.stderr.write(f"the sandbox cannot be built: {error}\n")
            return _CANNOT_RUN
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal and jupyter_client send it to the whole group
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _build(view: View) -> None:
    """Mount what the view names on an empty root, and make that the root."""
    here = os.getcwd()  # noqa: PTH109  it is only gone back to
    _mount("none", "/", "", _RECURSIVE | _PRIVATE)
    root = Path(view.writable[0], ".root")
    root.mkdir(exist_ok=True)
    _mount("tmpfs", str(root), "tmpfs", _NOSUID | _NODEV, "size=64m,mode=755")
    for path in ("proc", "tmp"):
        (root / path).mkdir()
    _mount("proc", str(root / "proc"), "proc", _NOSUID | _NODEV | _NOEXEC)
    _mount("tmpfs", str(root / "tmp"), "tmpfs", _NOSUID | _NODEV, f"size={view.limits.disk}")
    for path in view.readable:
        _show(path, root, read_only=True)
    _devices(root)
    for path in view.writable:
        _show(path, root, read_only=False)
    (root / "old").mkdir()
    _system_call(_PIVOT_ROOT[platform.machine()], str(root).encode(), str(root / "old").encode())
    os.chdir("/")
    _call("umount2", b"/old", _DETACH)
    os.rmdir("/old")  # noqa: PTH106
    os.chdir(here if os.path.isdir(here) else "/")  # noqa: PTH112


def _show(path: str, root: Path, *, read_only: bool) -> None:
    place = root / path.lstrip("/")
    is_only_around_another = place.is_dir() and not (place.is_symlink() or place.is_mount())
    if os.path.lexists(place) and not is_only_around_another:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    if os.path.islink(path):  # noqa: PTH114  as it stands
        place.symlink_to(os.readlink(path))  # noqa: PTH115
        return
    place.mkdir(exist_ok=True) if os.path.isdir(path) else place.touch()  # noqa: PTH112
    _mount(path, str(place), "", _BIND | _RECURSIVE)
    _limit(str(place), _ATTR_NOSUID | (_READ_ONLY if read_only else 0))


def _devices(root: Path) -> None:
    for name in _DEVICES:
        _show(f"/dev/{name}", root, read_only=False)
    (root / "dev" / "shm").mkdir()
    _mount("tmpfs", str(root / "dev" / "shm"), "tmpfs", _NOSUID | _NODEV, "size=1g")
    (root / "dev" / "fd").symlink_to("/proc/self/fd")


def _limit(place: str, attributes: int) -> None:
    class Attributes(ctypes.Structure):
        _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]

    wanted = Attributes(set=attributes)
    _system_call(
        _MOUNT_SETATTR, _AT_FDCWD, place.encode(), _AT_RECURSIVE, ctypes.byref(wanted), ctypes.sizeof(wanted)
    )


def _drop_capabilities() -> None:
    """Also for whoever is called root in there: an empty bounding set leaves nothing to gain."""
    for number in range(_LAST_CAPABILITY + 1):
        _LIBC.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0)
    if _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "new privileges cannot be ruled out")
    header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _call("capset", ctypes.byref(header), ctypes.byref(nothing))


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    _call("mount", source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode())


def _call(name: str, *arguments: object) -> None:
    if getattr(_LIBC, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _system_call(number: int, *arguments: object) -> None:
    if _LIBC.syscall(number, *arguments):
        failed = ctypes.get_errno()
        raise OSError(failed, f"system call {number}: {os.strerror(failed)}")


if __name__ == "__main__":
    sys.exit(enter(msgspec.json.decode(sys.argv[1], type=View), sys.argv[2:]))
