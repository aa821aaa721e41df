"""Which process, host and user it is, as cells see it: always the same. What acts on a process is given the true one.

Addresses below `/proc` that a notebook makes of the number are not there, and other programs see the true one.
"""

from __future__ import annotations

import getpass
import os
import platform
import socket
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any
from zlib import crc32

from jupyter_repro.holds.running_cell import asking_frame, package_of
from jupyter_repro.holds.scene import Scene
from jupyter_repro.holds.time_of_day import WAITING
from jupyter_repro.patching import after, replaced, see_through, when_imported

PROCESS = 5_000_000
"""More than any process id can be on Linux and macOS, so that a signal to it hits nobody."""
HOST, USER = "localhost", "user"
_THROUGH = frozenset({"getpass", "platform", "socket"})
_OWN = WAITING | {"_posixshmem", "tempfile", "torch", "xmlrpc"}
_ACT_ON = (
    "kill",
    "getpgid",
    "getsid",
    "sched_getaffinity",
    "sched_setaffinity",
    "sched_getscheduler",
    "waitpid",
)
"""Functions of `os` whose first argument is a process."""


class _Forks:
    """How many processes were forked before this one: each has a number of its own."""

    def __init__(self) -> None:
        self.number = 0
        self.made = 0
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=self._before, after_in_child=self._in_child)

    def _before(self) -> None:
        self.made += 1

    def _in_child(self) -> None:
        self.number, self.made = self.number * 1000 + self.made, 0


def hold(scene: Scene) -> Callable[[], None]:
    """Hold the numbers and names."""
    forks = _Forks()
    getpid = os.getpid

    def held(owner: Any, name: str, value: Callable[[Any], Any]) -> Callable[[], None]:
        true = getattr(owner, name)

        @wraps(true)
        def shown(*given: Any, **named: Any) -> Any:
            answer = true(*given, **named)  # is watched
            return value(answer) if _asks(scene, sys._getframe(1)) else answer

        return replaced(owner, name, see_through(shown))

    def true_process(number: Any) -> Any:
        return getpid() if number == PROCESS + forks.number else number

    threads = ("get_ident", "get_native_id") if hasattr(threading, "get_native_id") else ("get_ident",)
    names: list[tuple[Any, str, Callable[[Any], Any]]]
    names = [(os, "getpid", lambda _true: PROCESS + forks.number), (os, "getppid", lambda _true: PROCESS - 1)]
    names += [(socket, "gethostname", lambda _true: HOST), (platform, "node", lambda _true: HOST)]
    names += [(getpass, "getuser", lambda _true: USER), (os, "getlogin", lambda _true: USER)]
    names += [(platform, "uname", lambda true: true._replace(node=HOST))]
    if hasattr(os, "uname"):
        names += [(os, "uname", lambda true: type(true)((true[0], HOST, *true[2:])))]
    names += [(threading, name, lambda _true: _number_of_thread()) for name in threads]

    def given_to_psutil(psutil: Any) -> None:
        _given_true(psutil.Process, "__init__", 1, true_process)

    when_imported("psutil", given_to_psutil)
    return after(
        *(held(*each) for each in names if hasattr(each[0], each[1])),
        *(_given_true(os, name, 0, true_process) for name in _ACT_ON if hasattr(os, name)),
    )


def _asks(scene: Scene, frame: Any) -> bool:
    """Other threads see the same as well: they show who they are."""
    return scene.cell.runs and package_of(asking_frame(frame, _THROUGH)) not in _OWN


def _number_of_thread() -> int:
    """By its name, which says in which order threads were made."""
    return PROCESS + crc32(threading.current_thread().name.encode())


def _given_true(owner: Any, name: str, place: int, true: Callable[[Any], Any]) -> Callable[[], None]:
    function = getattr(owner, name)

    @wraps(function)
    def given(*arguments: Any, **named: Any) -> Any:
        here = [true(each) if index == place else each for index, each in enumerate(arguments)]
        if "pid" in named:
            named["pid"] = true(named["pid"])
        return function(*here, **named)

    return replaced(owner, name, see_through(given))
