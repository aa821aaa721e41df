"""The process that warm kernels are forked from: `python fork_server.py LISTENER LIFELINE [RECORDER]`.

It runs as a file in the kernel's own Python, which need not have jupyter-repro, and asks for the standard library and
ipykernel alone. LISTENER and LIFELINE are inherited descriptors. A connection to LISTENER is one kernel: a line of
JSON asks for it, with its standard error as a passed descriptor; lines of JSON answer with its process id, and with its
exit status when it has ended. The kernel is killed when its connection closes, all are when LIFELINE does. A word on
LIFELINE has the process end with its last kernel. Where a fresh start would import something else by now, it says so,
gives up its address, and ends as well.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import importlib.util
import itertools
import json
import os
import pathlib
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

_AS_A_KERNEL_STARTS = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.parentpoller",
    "ipykernel.shellchannel",
    "ipykernel.subshell_manager",
    "IPython.core.magics",
    "IPython.core.completer",
    "IPython.core.history",
    "tornado.platform.asyncio",
    "tornado.gen",
    "sqlite3",
    "pdb",
    "runpy",
)
"""What ipykernel imports between its start and the first cell."""
PARENT = "JPY_PARENT_PID"
_RECORDER = "jupyter_repro.executing.warm_kernels.prepared"
RETIRE = b"r"
IDLE = 600
"""Seconds without a kernel after which it ends; whoever needs it again starts another one."""
_LONGEST_REQUEST = 1 << 22

Request = dict[str, Any]
Become = Callable[[Request, int, int], None]
"""Makes a forked process a kernel: what was asked for, its standard error, the process of the server."""
OUTDATED = "outdated"
"""In an answer: that a kernel which is started now would be another one."""


class Server:
    """The loop that forks kernels and reports their ends."""

    def __init__(
        self,
        listener: socket.socket,
        lifeline: socket.socket,
        become: Become,
        is_outdated: Callable[[], bool] = lambda: False,
    ) -> None:
        self._listener, self._lifeline, self._become = listener, lifeline, become
        self._is_outdated = is_outdated
        self._woken, self._wake = socket.socketpair()
        self._woken.setblocking(False)
        self._wake.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._kernels: dict[int, socket.socket] = {}
        self._retired = False

    def serve(self) -> Request:
        """Fork a kernel for each connection; returns what is asked for, in the kernel alone."""
        signal.signal(signal.SIGCHLD, _take_note)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._watch(self._listener, self._accept)
        self._watch(self._woken, self._report_ended)
        self._watch(self._lifeline, self._heard)
        while True:
            ready = self._selector.select(IDLE)
            if not ready and not self._kernels:
                os._exit(0)
            for key, _ in ready:
                request: Request | None = key.data()
                if request is not None:
                    return request

    def _watch(self, source: socket.socket, act: Callable[[], Request | None]) -> None:
        self._selector.register(source, selectors.EVENT_READ, act)

    def _accept(self) -> Request | None:
        """Fork the kernel that a new connection asks for; answers what it asks in the kernel, None in the server."""
        connection, _ = self._listener.accept()
        try:
            request, errors = _request(connection)
        except (OSError, ValueError, IndexError):
            connection.close()
            return None
        if self._is_outdated():
            os.close(errors)
            self._give_up(connection)
            return None
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            self._selector.close()
            inherited = (self._listener, self._lifeline, self._woken, self._wake, connection)
            for each in (*inherited, *self._kernels.values()):
                each.close()
            self._become(request, errors, parent)
            return request
        os.close(errors)
        self._kernels[pid] = connection
        self._watch(connection, functools.partial(self._leave, pid))
        _send(connection, {"pid": pid})
        return None

    def _give_up(self, connection: socket.socket) -> None:
        """Take no kernels any more; whoever asks again finds no address, and starts another server."""
        with contextlib.suppress(OSError):
            pathlib.Path(self._listener.getsockname()).unlink()
        _send(connection, {OUTDATED: 1})
        connection.close()
        self._retire()

    def _report_ended(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._woken.recv(4096)
        for pid, status in _ended():
            if pid in self._kernels:
                connection = self._kernels.pop(pid)
                self._selector.unregister(connection)
                _send(connection, {"status": status})
                connection.close()
        self._end_if_done()

    def _leave(self, pid: int) -> None:
        """Whoever asked for a kernel is gone, or wants it to be."""
        if connection := self._kernels.pop(pid, None):
            self._selector.unregister(connection)
            connection.close()
            _kill(pid)
        self._end_if_done()

    def _heard(self) -> None:
        if self._lifeline.recv(1) != RETIRE:
            for pid in self._kernels:
                _kill(pid)
            os._exit(0)
        self._retire()

    def _retire(self) -> None:
        if self._listener.fileno() >= 0:
            self._selector.unregister(self._listener)
            self._listener.close()
        self._retired = True
        self._end_if_done()

    def _end_if_done(self) -> None:
        if self._retired and not self._kernels:
            os._exit(0)


def _request(connection: socket.socket) -> tuple[Request, int]:
    """What a connection asks for, and the descriptor of its standard error."""
    connection.settimeout(10)
    data, descriptors, _, _ = socket.recv_fds(connection, _LONGEST_REQUEST, 1)
    while not data.endswith(b"\n"):
        more = connection.recv(_LONGEST_REQUEST)
        if not more:
            raise OSError("it ended early")
        data += more
    return json.loads(data), descriptors[0]


def _send(connection: socket.socket, what: dict[str, int]) -> None:
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(what).encode() + b"\n")


def _take_note(_number: int, _frame: object) -> None:
    """A signal wakes the loop only where it has a handler."""


def _ended() -> Iterator[tuple[int, int]]:
    """Processes that have ended, with their exit status."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found[0], os.waitstatus_to_exitcode(found[1])


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)


def numbers_of_threads() -> int:
    """How many numbers the threads of this process have taken; the next one has the first again.

    What is imported takes some without starting any, in a started kernel later than ipykernel's own threads.
    """
    module: Any = threading
    if not hasattr(module, "_counter"):
        return 0
    taken = int(module._counter()) - 1
    module._counter = itertools.count(1).__next__
    return taken


def preload(recorder: str) -> dict[str, str]:
    """Import what each kernel imports before its first cell; a module that is not there is left to the kernel.

    Answers the variables that this has set, as it does in a kernel that is started.
    """
    before = {**os.environ}
    for name in _AS_A_KERNEL_STARTS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    known = [*sys.path]
    if recorder:
        sys.path.append(recorder)
    with contextlib.suppress(ImportError):
        importlib.import_module(_RECORDER).prepare()
    sys.path[:] = known
    gc.collect()
    gc.freeze()  # else each kernel looks for garbage among all that was imported, and has its own copy of it
    return {name: value for name, value in os.environ.items() if before.get(name) != value}


def has_threads() -> bool:
    """Whether something that was imported started a thread, which would not live in a fork."""
    try:
        return len([*pathlib.Path("/proc/self/task").iterdir()]) > 1
    except OSError:
        return threading.active_count() > 1


if __name__ == "__main__":
    # they lie beside this file, which is run as one
    import forked_kernel  # type: ignore[import-not-found]
    import start_files  # type: ignore[import-not-found]

    del sys.path[0], sys.modules["forked_kernel"], sys.modules["start_files"], sys.modules["overlay"]
    given = socket.socket(fileno=int(sys.argv[1]))
    line = socket.socket(fileno=int(sys.argv[2]))
    os.environ[PARENT] = str(os.getpid())  # of each kernel; ipykernel asks for it as it is imported
    imported: dict[str, Any] = {}
    # what is registered first is called last
    atexit.register(forked_kernel.keep_until_the_end, imported)
    variables = preload(sys.argv[3] if len(sys.argv) > 3 else "")
    if has_threads():
        sys.exit(3)
    taken = numbers_of_threads()
    imported.update(sys.modules)
    is_outdated = functools.partial(start_files.have_changed, start_files.looks())
    become = functools.partial(forked_kernel.become_kernel, variables)
    asked = Server(given, line, become, is_outdated).serve()
    held = [] if asked["view"].get("fixed_addresses") else forked_kernel.scattered()
    forked_kernel.run_kernel(asked, taken)
