"""The operating system's entropy as cells draw it: `os.urandom`, `secrets`, `random.SystemRandom` and `uuid`.

What C code draws for itself is not held: OpenSSL's keys, and generators that Python seeds when they are made.
"""

from __future__ import annotations

import os
import random
import sys
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from jupyter_repro.holds.running_cell import OF_THE_KERNEL
from jupyter_repro.holds.scene import Scene
from jupyter_repro.patching import after, replaced, see_through

_OWN = OF_THE_KERNEL | {
    "asyncio", "concurrent", "multiprocess", "multiprocessing", "ssl", "subprocess", "tempfile", "urllib3",
}  # fmt: skip
"""Packages whose ids and keys must be unlike those of another process."""
_THROUGH = frozenset({"os", "random", "secrets", "uuid"})
_NODE = 0x0242AC110002
"""The network card in ids by time: a locally administered address."""
_FIRST = 0x1F0_0000_0000_0000
"""Ids by time count from here, in the steps of 100 ns that they are made of."""


def hold(scene: Scene) -> Callable[[], None]:
    """Draw bytes from a generator that each cell starts from its beginning."""
    generator = random.Random(0)
    made = [0]

    def begins() -> None:
        generator.seed(scene.cell.number)
        made[0] = scene.cell.number << 24

    def drawing(function: Callable[..., bytes]) -> Callable[..., bytes]:
        @wraps(function)
        def drawn(size: int, *flags: int) -> bytes:
            true = function(size, *flags)  # is watched, and knows which sizes there can be
            return generator.randbytes(size) if _asks(scene, sys._getframe(1)) else true

        return see_through(drawn)

    def uuid1(node: int | None = None, clock_seq: int | None = None) -> uuid.UUID:
        true = by_time(node, clock_seq)
        if not _asks(scene, sys._getframe(1)):
            return true
        made[0] += 1
        return _by_time(made[0], _NODE if node is None else node, clock_seq or 0)

    by_time = uuid.uuid1
    scene.cell.at_begin(begins)
    names = [name for name in ("urandom", "getrandom") if hasattr(os, name)]
    return after(
        *(replaced(os, name, drawing(getattr(os, name))) for name in names),
        replaced(random, "_urandom", drawing(vars(random)["_urandom"])),  # what `secrets` draws from
        replaced(uuid, "uuid1", see_through(wraps(by_time)(uuid1))),
    )


def _asks(scene: Scene, frame: Any) -> bool:
    return scene.cell.asks(frame, _OWN, _THROUGH)


def _by_time(number: int, node: int, sequence: int) -> uuid.UUID:
    """Source: RFC 9562, section 5.1."""
    moment = _FIRST + number
    low, middle, high = moment & 0xFFFFFFFF, moment >> 32 & 0xFFFF, moment >> 48 & 0x0FFF
    return uuid.UUID(fields=(low, middle, high, sequence >> 8 & 0x3F, sequence & 0xFF, node), version=1)
