"""How long something took: the counters of `time` and `timeit`, and differences of the time of day.

`%timeit` has the true counters, as it runs its loops more often until they took long enough.
"""

from __future__ import annotations

import inspect
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.holds.held_time import SECOND
from jupyter_repro.holds.scene import Scene
from jupyter_repro.holds.time_of_day import asks_for_time, hold_time_of_day
from jupyter_repro.patching import after, replaced, see_through

_COUNTERS = ("perf_counter", "monotonic", "process_time", "thread_time")


def hold(scene: Scene) -> Callable[[], None]:
    """Hold what counts time."""
    whole = float(int(time.time()))  # so that differences are rounded alike, whatever the time is
    counters = {name: _counter(name, scene) for name in (*_COUNTERS, *(f"{each}_ns" for each in _COUNTERS))}
    return after(
        hold_time_of_day(scene, whole),
        *(replaced(time, name, held) for name, held in counters.items()),
        replaced(timeit, "default_timer", counters["perf_counter"]),
        *_processor_time(scene),
        *_defaults(counters["perf_counter"]),
        replaced(timeit.Timer, "autorange", see_through(_autorange(scene))),
    )


def _counter(name: str, scene: Scene) -> Callable[[], float]:
    true = getattr(time, name)

    @wraps(true)
    def counted() -> float:
        now: float = true()  # is watched
        if not asks_for_time(scene, sys._getframe(1)):
            return now
        held = scene.time.look()
        return held if name.endswith("_ns") else held / SECOND

    return see_through(counted)


def _processor_time(scene: Scene) -> Iterator[Callable[[], None]]:
    """What `%time` asks the system for: user and system time."""
    from IPython.utils import timing

    def user_and_system() -> tuple[float, float]:
        return scene.time.look() / SECOND, 0.0

    yield replaced(timing, "clock2", user_and_system)


def _defaults(counter: Callable[[], float]) -> Iterator[Callable[[], None]]:
    """The timers that functions of `timeit` took when they were made."""
    for each in (timeit.timeit, timeit.repeat, timeit.Timer.__init__):
        function: Any = inspect.unwrap(each)
        given = function.__defaults__ or ()
        held = tuple(counter if getattr(one, "__name__", "") == "perf_counter" else one for one in given)
        yield replaced(function, "__defaults__", held)


def _autorange(scene: Scene) -> Callable[..., Any]:
    """`timeit.Timer.autorange`, which would never end: each number of loops takes as long."""
    autorange = timeit.Timer.autorange

    @wraps(autorange)
    def once(timer: timeit.Timer, callback: Callable[[int, float], None] | None = None) -> Any:
        if not asks_for_time(scene, sys._getframe(1)):
            return autorange(timer, callback)
        taken = timer.timeit(1)
        if callback:
            callback(1, taken)
        return 1, taken

    return once
