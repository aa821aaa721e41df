"""Draws of the sealed drum, which is elsewhere and cannot be pinned: a kind of its own."""

import sys
from collections.abc import Callable
from functools import wraps

from jupyter_repro.extensions import Undo


class DrumProbe:
    """Notes draws of the sealed drum."""

    kind = "sealed-drum"
    remedy = "draw from lottery.draw(), which is pinned"
    modules = ("lottery",)

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch `sealed_draw`."""
        owner = sys.modules[module]
        original = owner.sealed_draw

        @wraps(original)
        def noted() -> int:
            note("lottery.sealed_draw() draws from a drum elsewhere")
            return original()

        owner.sealed_draw = noted
        return lambda: setattr(owner, "sealed_draw", original)
