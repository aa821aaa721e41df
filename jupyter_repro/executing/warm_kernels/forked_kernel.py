"""What makes of a process that the fork server has forked a kernel like one that was started.

It is imported as a file beside the fork server's, and asks for the standard library and ipykernel alone.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import gc
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
_POOLS = 8  # of two kernels about one pair in three thousand has the same place for objects of a size
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
    """What Python's own modules give to each process of its own."""
    random.seed()
    process: Any = sys.modules.get("multiprocessing.process")
    if process:
        process.ORIGINAL_DIR = str(pathlib.Path.cwd())
        process.current_process().authkey = os.urandom(32)


def scattered() -> list[object]:
    """Blocks of memory of each size, held so that the addresses of what comes later differ from kernel to kernel.

    A fork goes on with the addresses of its parent: what depends on them would seem to reproduce. Python's own
    allocator has pools of 16 KiB (before 3.10, of 4) for each size up to 512 bytes.
    """
    chance = random.SystemRandom()
    makers: list[Callable[[], object]] = [object, functools.partial(float, "0.5")]
    makers += [functools.partial(bytes, size - _OF_BYTES) for size in range(48, 513, 16)]
    held: list[object] = [bytearray(chance.randrange(1, _MAPPED)) for _ in range(_LARGE)]
    for place, make in enumerate(makers, 1):
        held += [make() for _ in range(chance.randrange(_POOLS * _POOL // (16 * place)))]
    return held


def keep_until_the_end(modules: dict[str, Any]) -> None:
    """Leave what was imported before the fork to the system when the process ends, and with it installed packages.

    Python takes each module apart and looks for garbage three times, a quarter of a second after pandas and
    scikit-learn, and a copy of all that was imported before the fork, page by page. By now the notebook's names are
    gone and what was in cycles is collected. Modules of the user's own are taken apart as usual.
    Called last, after all that is registered to be.
    """
    loaded = {name: each for name, each in sys.modules.items() if name not in {"builtins", "sys", "__main__"}}
    only_installed = all(_is_installed(each) for each in loaded.values())
    kept = [name for name, each in loaded.items() if only_installed or modules.get(name) is each]
    ctypes.pythonapi.Py_IncRef(ctypes.py_object([sys.modules.pop(name) for name in kept]))
    if only_installed:
        if any(gc.get_count()[1:]):  # IPython collects only where it keeps a cache of outputs
            gc.collect()
        gc.freeze()


def _is_installed(module: Any) -> bool:
    """Whether it is of Python itself or of an installed package, and no module of the user's own."""
    file = getattr(module, "__dict__", {}).get("__file__")
    return not isinstance(file, str) or file.startswith(_KNOWN) or any(name in file for name in _INSTALLED)


_KNOWN = tuple(
    f"{folder}{os.sep}" for folder in (pathlib.Path(os.__file__).parent, pathlib.Path(__file__).parents[2])
)
"""Folders of the standard library, and of this package, which need not be installed."""
_INSTALLED = f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}"


def forget_names(shell: Any) -> None:
    """Delete what the notebook has assigned: IPython does so too late for its search for garbage."""
    for name in {*shell.user_ns} - _IPYTHONS:
        shell.user_ns.pop(name, None)
    shell.user_ns_hidden.clear()
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)


_IPYTHONS = {"__builtin__", "__builtins__", "__name__", "_ih", "_oh", "_dh", "In", "Out"}
"""Names that it needs when it ends."""


def run_kernel(request: Request, numbers: int) -> None:
    """Run ipykernel with the command line that was asked for; `numbers` of threads are taken as it starts."""
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *request["arguments"]]
    sys.orig_argv = request["command"]
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    initialize_shell = app.init_shell

    def init_shell() -> None:
        initialize_shell()
        # before whatever is registered by a startup file or the notebook, which is called before this
        atexit.register(forget_names, app.shell)

    app.init_shell = init_shell
    app.initialize()
    for _ in range(numbers):
        threading.Thread()
    app.start()
