"""One fault struck into one command, in a process and on a disk of its own, and what is found afterwards.

Each command is run in a child of a process that has imported the command line already: `python injected_faults.py`
takes a request a line, and forks for each. The disk is a tmpfs in namespaces of its own, so that it can really be full,
or really be read-only.
"""

from __future__ import annotations

import atexit
import ctypes
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import msgspec
import nbformat
import psutil
from fault_scenes import DATA, NEW, NOTEBOOK, OLD, SCENES, SNAPSHOT, Scene, environ_of

import jupyter_repro.cli
from jupyter_repro.digest import digest_bytes
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot

SIGNALS = ("SIGKILL", "SIGTERM", "SIGINT")
KINDS = (*SIGNALS, "full disk", "read-only folder", "broken pipe", "clock set back")
NEEDS_A_DISK = frozenset({"full disk", "read-only folder"})
FOLDERS = ("project", "project/data", "cache", "tmp", "home", "remote")
"""Those of which one is made read-only."""

PATIENCE = 60
_CHANGES = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
)
_IN_THE_FUTURE = 400 * 24 * 3600
_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
_READ_ONLY, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 32, 4096, 16384, 1 << 18
_SUBREAPER = 36


class Fault(msgspec.Struct, frozen=True):
    """What strikes, and when: a part of the command's usual course, from 0 to 1."""

    kind: str
    moment: float
    by_time: bool = False
    """Whether a signal comes after a time, and not before a change of a file."""


class Course(msgspec.Struct, frozen=True):
    """What a command usually does."""

    status: int
    changes: int
    seconds: float
    bytes: int


NOTHING = Fault("none", 0)

for _command in iter_modules(jupyter_repro.cli.__path__, "jupyter_repro.cli."):
    import_module(_command.name)
for _library in ("alembic.command", "fastapi", "pandas", "pydantic", "sqlalchemy.orm"):
    import_module(_library)  # as MLflow does, whose own exit is not for forked processes


class Request(msgspec.Struct, frozen=True):
    """What is asked of the process: a scene's name, a folder as `build` fills it, an empty one, and what strikes.

    Without a fault the command's usual course is asked for.
    """

    scene: str
    made: str
    disk: str
    fault: Fault | None = None
    usual: Course = Course(0, 0, 0, 0)


class Found(msgspec.Struct, frozen=True):
    """What it answers."""

    wrong: list[str] = []
    """Sentences, none where all is well."""
    usual: Course | None = None
    has_disk: bool = True


def found(asked: Request) -> Found:
    """Strike, and look."""
    inspection = _Inspection(asked)
    if asked.fault is None:
        return Found(usual=inspection.usual_course())
    if asked.fault.kind in NEEDS_A_DISK and not inspection.has_disk:
        return Found(has_disk=False)
    return Found(wrong=list(inspection.findings()))


def _has_a_disk(disk: str, room: int) -> bool:
    """Whether this process can mount one; it sees it alone from then on."""
    user, group = os.getuid(), os.getgid()
    if _LIBC.unshare(_NEW_USER | _NEW_MOUNTS):
        return False
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        _mount("none", "/", "", _RECURSIVE | _PRIVATE)
        _mount("tmpfs", disk, "tmpfs", 0, f"size={room}")
        return True
    return False


class _Inspection:
    def __init__(self, asked: Request) -> None:
        self.scene = next(each for each in SCENES if each.name == asked.scene)
        self.fault, self.usual, self.disk = asked.fault or NOTHING, asked.usual, Path(asked.disk)
        self.has_disk = _has_a_disk(asked.disk, self.scene.room)
        self.folder = Path(shutil.copytree(asked.made, self.disk / "here", symlinks=True))
        self.before = _files(self.folder)
        _LIBC.prctl(_SUBREAPER, 1)
        self.said = ""

    def usual_course(self) -> Course:
        """How the command goes without a fault."""
        before, began = self.used(), time.monotonic()
        status = self.run(NOTHING)
        took = time.monotonic() - began
        changes = int((self.disk / "changes").read_text())
        return Course(status, changes, took, max(self.used() - before, 1))

    def findings(self) -> Iterator[str]:
        """What is wrong after the fault, after the next run, and what cannot be restored."""
        heal = self._prepare()
        status = self.run(self.fault)
        heal()
        yield from self._wrong("then")
        if self.fault.kind == "clock set back" and status != self.usual.status:
            yield f"ended with {status} instead of {self.usual.status}: {self.said}"
        if self.fault.kind in NEEDS_A_DISK and status and not self.said.strip():
            yield f"ended with {status} without a message"
        if self.scene.made:
            _remove(self.folder / self.scene.made)
        again = self.run(NOTHING)
        if again != self.usual.status:
            yield f"the next run ended with {again} instead of {self.usual.status}: {self.said}"
        yield from self._wrong("after the next run")
        yield from self._strangers()
        yield from self._left()
        yield from self._restored()

    def used(self) -> int:
        """Bytes on the disk."""
        found = os.statvfs(self.disk)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def run(self, fault: Fault, *words: str) -> int:
        """Run the command, or another, in a child; its exit status, 128 and a signal's number, or -1 if it hangs."""
        output = self.disk.parent / f"{self.disk.name}.said"
        pid = os.fork()
        if pid == 0:
            with output.open("wb") as file:
                os.dup2(file.fileno(), 2)
                os.dup2(_broken_pipe() if fault.kind == "broken pipe" else file.fileno(), 1)
            _become(words or self.scene.words, self.folder, self._strike(fault))
        if fault.by_time:
            time.sleep(fault.moment * self.usual.seconds)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.Signals[fault.kind])
        status = _awaited(pid)
        self.left_running = _survivors()
        self.said = output.read_text(errors="replace")
        output.unlink()
        return status

    def _strike(self, fault: Fault) -> Callable[[int], None]:
        last = int(fault.moment * self.usual.changes)

        def strike(number: int) -> None:
            if number == last:
                os.kill(os.getpid(), signal.Signals[fault.kind])

        return strike if fault.kind in SIGNALS and not fault.by_time else lambda _number: None

    def _prepare(self) -> Callable[[], None]:
        if self.fault.kind == "full disk":
            self._resize(self.used() + int(self.fault.moment * self.usual.bytes) + 4096)
            return lambda: self._resize(self.scene.room)
        if self.fault.kind == "read-only folder":
            place = self.folder / FOLDERS[int(self.fault.moment * len(FOLDERS))]
            place.mkdir(exist_ok=True)
            folder = str(place)
            _mount(folder, folder, "", _BIND)
            _mount("none", folder, "", _BIND | _REMOUNT | _READ_ONLY)
            return lambda: _mount("none", folder, "", _BIND | _REMOUNT)
        if self.fault.kind == "clock set back":
            later = time.time() + _IN_THE_FUTURE
            for path in self.folder.rglob("*"):
                os.utime(path, (later, later), follow_symlinks=False)
        return lambda: None

    def _resize(self, size: int) -> None:
        _mount("none", str(self.disk), "", _REMOUNT, f"size={size}")

    # what must hold

    def _wrong(self, when: str) -> Iterator[str]:
        if "Traceback (most recent call last)" in self.said:
            yield f"{when}, a traceback: {self.said[-1500:]}"
        if self.left_running:
            yield f"{when}, still running: {self.left_running}"
        found = _files(self.folder)
        for name, content in self.before.items():
            if not self._may_change(name) and found.get(name) != content:
                yield f"{when}, {name} was {'changed' if name in found else 'removed'}"
        yield from (f"{when}, {what}" for what in self._halves(found))
        if not self.scene.is_whole(self.folder):
            yield f"{when}, what it makes is not whole"

    def _may_change(self, name: str) -> bool:
        return any(name == each or name.startswith(f"{each}/") for each in self.scene.written)

    def _halves(self, found: dict[str, bytes]) -> Iterator[str]:
        """Files that are neither old nor new."""
        if found.get(DATA, b"").decode() not in {OLD, NEW, ""}:
            yield f"{DATA} is neither old nor new"
        try:
            nbformat.reads(found[NOTEBOOK].decode(), 4)
            decode_snapshot(found[SNAPSHOT], SNAPSHOT)
        except Exception as error:
            yield f"notebook or snapshot is damaged: {error!r}"

    def _strangers(self) -> Iterator[str]:
        """A snapshot that is not that of its notebook: between two renames it may be, until the next run."""
        notebook = nbformat.read(self.folder / NOTEBOOK, 4)
        shown = notebook.cells[1].outputs[0].text
        recorded = self._snapshot().context.data["data/values.csv"].digest
        if recorded != digest_bytes((NEW if NEW in shown else OLD).encode()):
            yield "the snapshot is not that of the notebook"

    def _snapshot(self) -> Snapshot:
        return decode_snapshot((self.folder / SNAPSHOT).read_bytes(), SNAPSHOT)

    def _left(self) -> Iterator[str]:
        """What of ours lies around when the next run has ended."""
        names = [path for path in self.folder.rglob("*") if ".jupyter-repro-" in path.name]
        names += [path for path in (self.folder / "tmp").iterdir() if path.name.startswith("repro-")]
        if names:
            yield f"left: {[str(path.relative_to(self.folder)) for path in names]}"

    def _restored(self) -> Iterator[str]:
        """What was kept is still available."""
        snapshot = self._snapshot()
        (self.folder / DATA).unlink(missing_ok=True)
        status = self.run(NOTHING, "restore", "a.ipynb", "--data", "--force")
        path = self.folder / DATA
        found = digest_bytes(path.read_bytes()) if path.exists() else "nothing"
        if status or found != snapshot.context.data["data/values.csv"].digest:
            yield f"the data cannot be restored: {status}, {self.said}"


def _become(words: tuple[str, ...], folder: Path, strike: Callable[[int], None]) -> None:
    """Be the command line from here on, in a child that does not return."""
    status = 1
    try:
        os.setsid()
        os.chdir(folder / "project")
        os.environ.update(environ_of(folder))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
        sys.argv = ["jupyter-repro", *words]
        changes = _counted(strike)
        jupyter_repro.cli.main()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException as error:
        with suppress(OSError):
            sys.__stderr__ = sys.stderr
            traceback.print_exception(error, file=sys.stderr)
    finally:
        with suppress(BaseException):
            atexit._run_exitfuncs()
        with suppress(BaseException):
            sys.stderr.flush()
            sys.stdout.flush()
        with suppress(BaseException):
            (folder.parent / "changes").write_text(str(len(changes)))
        os._exit(status)


def _counted(strike: Callable[[int], None]) -> list[str]:
    """Let `strike` hear, before each change of a file, how many there were; they are listed."""
    changes: list[str] = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & 3):
            changes.append(event)
            strike(len(changes) - 1)

    sys.addaudithook(hear)
    return changes


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _broken_pipe() -> int:
    reads, writes = os.pipe()
    os.close(reads)
    return writes


def _awaited(pid: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return -1


def _survivors() -> list[str]:
    """Commands of processes that the command left, and that do not end by themselves."""
    deadline = time.monotonic() + PATIENCE / 3
    while time.monotonic() < deadline:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        running = psutil.Process().children(recursive=True)
        if not running:
            return []
        time.sleep(0.02)
    left = []
    for process in running:
        with suppress(psutil.Error):
            left.append(" ".join(process.cmdline()))
            process.kill()
    return left


def _files(folder: Path) -> dict[str, bytes]:
    """The user's files: all of the project but what git keeps for itself, which refs and objects are not."""
    project = folder / "project"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and path.name != "index" and ".jupyter-repro-" not in path.name
    }


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    words = (source.encode(), target.encode(), kind.encode() or None, flags, options.encode() or None)
    if _LIBC.mount(*words):
        number = ctypes.get_errno()
        raise OSError(number, f"{errno.errorcode.get(number)}: {target}")


def faults_of(scene: Scene, count: int) -> list[Fault]:
    """As many faults of each kind, at moments that are the same in each run."""
    chance = random.Random(scene.name)
    kinds = [KINDS[number % len(KINDS)] for number in range(count)]
    faults = [Fault(kind, chance.random()) for kind in kinds]
    return [
        msgspec.structs.replace(
            each, by_time=scene.has_kernel and each.kind in SIGNALS and chance.random() < 0.5
        )
        for each in faults
    ]


def _serve() -> None:
    """Answer requests, each in a child of its own."""
    for line in sys.stdin.buffer:
        pid = os.fork()
        if pid == 0:
            try:
                answer = found(msgspec.json.decode(line, type=Request))
            except BaseException:
                answer = Found(wrong=[traceback.format_exc()])
            os.write(1, msgspec.json.encode(answer) + b"\n")
            os._exit(0)
        os.waitpid(pid, 0)


class Injector:
    """The process that answers them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, asked: Request) -> Found:
        """What it finds."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        requests.write(msgspec.json.encode(asked) + b"\n")
        requests.flush()
        return msgspec.json.decode(answers.readline(), type=Found)

    def end(self) -> None:
        """End it."""
        self._process.communicate()


if __name__ == "__main__":
    _serve()
