"""The time of day as cells see it: by `time-machine`, which replaces what C asks for it in `time` and `datetime`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import isbuiltin, unwrap
from types import FrameType
from typing import Any
from unittest.mock import patch

from jupyter_repro.holds.held_time import SECOND
from jupyter_repro.holds.running_cell import OF_THE_KERNEL, asking_frame
from jupyter_repro.holds.scene import NotHeld, Scene
from jupyter_repro.patching import after, replaced, see_through

WAITING = OF_THE_KERNEL | {
    "_pytest", "aiohttp", "anyio", "asyncio", "azure", "billiard", "boto3", "botocore", "celery", "concurrent", "dask",
    "distributed", "filelock", "google", "grpc", "httpcore", "joblib", "loky", "msal", "multiprocess",
    "multiprocessing", "pexpect", "playwright", "psutil", "ptyprocess", "queue", "ray", "s3transfer", "sched",
    "selectors", "selenium", "socket", "socketserver", "ssl", "subprocess", "threading", "tqdm", "trio", "urllib3",
    "websocket", "websockets",
}  # fmt: skip
"""Packages that wait for others, until a moment or for some seconds, or sign requests: the true time is theirs.

So it is tqdm's: by a time that goes forward with each look it would draw its bar a thousand times more often.
"""
_MAGICS = "IPython.core.magics.execution"
"""What `%time` measures in."""
_LOOPED = "<magic-timeit>"
"""File that IPython says its `%timeit` loops in: it runs them more often until they took long enough."""
_IN_C = ("time", "time_ns", "localtime", "gmtime", "strftime", "clock_gettime", "clock_gettime_ns")
_UNTIL_NOW = ("ctime", "asctime")


def asks_for_time(scene: Scene, frame: FrameType) -> bool:
    """Whether it is the notebook that asks, from this frame."""
    asking = asking_frame(frame)
    if asking is None or asking.f_code.co_filename == _LOOPED:
        return False
    if asking.f_globals.get("__name__") == _MAGICS:
        return scene.cell.runs
    return scene.cell.asks(asking, WAITING)


def hold_time_of_day(scene: Scene, moment: float) -> Callable[[], None]:
    """Let cells see `moment`, and as much later as the held time has gone forward."""
    if scene.has_time_of_day:
        return after()
    with _own_functions(), _without_pytest():
        from time_machine import escape_hatch, travel

    true, start = escape_hatch.time.time_ns, int(moment) * SECOND
    travelling = travel(float(int(moment)), tick=False)

    def time_ns() -> int:
        return start + scene.time.look() if asks_for_time(scene, sys._getframe(1)) else true()

    def stop() -> None:
        scene.has_time_of_day = False
        with _own_functions():
            travelling.stop()

    with _own_functions():
        travelling.start().time_ns = time_ns  # type: ignore[method-assign]
    scene.has_time_of_day = True
    scene.cell.at_begin(scene.time.cell_begins)
    texts = (replaced(time, name, see_through(_of_now(name))) for name in _UNTIL_NOW)
    return after(stop, *texts, *_sleeps(scene))


@contextmanager
def _own_functions() -> Iterator[None]:
    """While it lasts `time` has its own functions, in C, in place of what watches them; raises NotHeld.

    time-machine writes into them, and into the memory of whatever else stands there.
    """
    own = {name: unwrap(getattr(time, name)) for name in _IN_C if hasattr(time, name)}
    if others := [name for name, function in own.items() if not isbuiltin(function)]:
        raise NotHeld(f"something else has replaced time.{others[0]}")
    with patch.multiple(time, **own):
        yield


@contextmanager
def _without_pytest() -> Iterator[None]:
    """Let pytest be missing: time-machine imports it for a fixture, and some libraries behave otherwise beside it."""
    if hidden := "pytest" not in sys.modules:
        sys.modules["pytest"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules["pytest"]


def _of_now(name: str) -> Callable[..., Any]:
    """`time.ctime` or `time.asctime`, which ask the system themselves where they are given no moment."""
    function, clock, local = getattr(time, name), unwrap(time.time), unwrap(time.localtime)

    @wraps(function)
    def of_now(*given: Any) -> Any:
        if not given or given == (None,):
            function()  # is watched
            given = (clock(),) if name == "ctime" else (local(),)
        return function(*given)

    return of_now


def _sleeps(scene: Scene) -> tuple[Callable[[], None], ...]:
    """Sleeping, which the held time goes forward by."""
    sleep, sleep_async = time.sleep, asyncio.sleep

    @wraps(sleep)
    def slept(seconds: Any, /) -> None:
        sleep(seconds)
        if asks_for_time(scene, sys._getframe(1)):
            scene.time.sleep(seconds)

    @wraps(sleep_async)
    async def slept_async(delay: float, *result: Any, **named: Any) -> Any:
        if asks_for_time(scene, sys._getframe(1)):
            scene.time.sleep(delay)
        return await sleep_async(delay, *result, **named)

    held = see_through(slept_async)
    return (
        replaced(time, "sleep", see_through(slept)),
        replaced(asyncio, "sleep", held),
        replaced(asyncio.tasks, "sleep", held),
    )
