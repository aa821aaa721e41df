"""What makes of a process that the fork server has forked a kernel like one that was started.

It is imported as a file beside the fork server's, and asks for the standard library and ipykernel alone.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import os
import pathlib
import random
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

import overlay  # type: ignore[import-not-found]  # it lies beside this file

PARENT = "JPY_PARENT_PID"
_POOL = 1 << 14
_MAPPED = 1 << 17
"""Bytes from which the C library takes memory from the system for one block alone."""
_LARGE = 16
"""Blocks larger than those of Python's own allocator."""
_OF_BYTES = sys.getsizeof(b"")
_PR_SET_PDEATHSIG = 1
"""Source: prctl(2)."""

Request = dict[str, Any]


def become_kernel(variables: Mapping[str, str], request: Request, errors: int, parent: int) -> None:
    """Make the forked process what a started one is: its session, signals, descriptors, folder and variables."""
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(errors, 2)
    os.close(errors)
    overlay.enter(request["view"])
    _end_with(parent)  # whoever has users of its own loses it
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environ"], **{PARENT: str(parent)})
    os.environ.update(variables)
    _become_another_process()


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _become_another_process() -> None:
    """What Python's own modules give to each process anew."""
    random.seed()
    process: Any = sys.modules.get("multiprocessing.process")
    if process:
        process.ORIGINAL_DIR = str(pathlib.Path.cwd())
        process.current_process().authkey = os.urandom(32)


def scattered() -> list[object]:
    """Blocks of memory of each size, held so that the addresses of what comes later differ from kernel to kernel.

    A fork goes on with the addresses of its parent: what depends on them would seem to come out again. Python's own
    allocator has pools of 16 KiB (before 3.10, of 4) for each size up to 512 bytes.
    """
    chance = random.SystemRandom()
    makers: list[Callable[[], object]] = [object, functools.partial(float, "0.5")]
    makers += [functools.partial(bytes, size - _OF_BYTES) for size in range(48, 513, 16)]
    held: list[object] = [bytearray(chance.randrange(1, _MAPPED)) for _ in range(_LARGE)]
    for place, make in enumerate(makers, 1):
        held += [make() for _ in range(chance.randrange(2 * _POOL // (16 * place)))]
    return held


def keep_until_the_end(modules: dict[str, Any]) -> None:
    """Leave what was imported before the fork to the system when the process ends.

    Python takes each module apart, which would give the process a copy of its own of all of them, page by page. What
    the notebook itself has imported and made is taken apart as ever. Called last, after all that is registered to be.
    """
    modules = {name: each for name, each in modules.items() if name not in {"builtins", "sys"}}
    kept = [sys.modules.pop(name) for name, each in modules.items() if sys.modules.get(name) is each]
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(kept))


def run_kernel(request: Request, numbers: int) -> None:
    """Run ipykernel with the command line that was asked for; `numbers` of threads are taken as it starts."""
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *request["arguments"]]
    sys.orig_argv = request["command"]
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize()
    for _ in range(numbers):
        threading.Thread()
    app.start()
