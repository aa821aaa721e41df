"""Draws of the sealed drum, which is elsewhere and cannot be pinned: a kind of its own."""

from collections.abc import Callable

from jupyter_repro.extensions import Undo, noting


class DrumProbe:
    """Notes draws of the sealed drum."""

    kind = "sealed-drum"
    remedy = "draw from lottery.draw(), which is pinned"
    modules = ("lottery",)

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch `sealed_draw`."""
        return noting(module, {"sealed_draw": "lottery.sealed_draw() draws from a drum elsewhere"}, note)
