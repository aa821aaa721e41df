"""The date and the time of day: the moment that the caller gives, and as much later as the held time says.

`numpy.datetime64("now")`, the times of files, and what databases and other programs call now are not held.
"""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.holds.scene import Scene
from jupyter_repro.holds.time_of_day import hold_time_of_day


def hold(scene: Scene) -> Callable[[], None]:
    """Hold the time of day."""
    return hold_time_of_day(scene, scene.moment)
