"""Where a notebook looks outside, which is a kind of nondeterminism of its own."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.extensions import Undo, noting


class WeatherProbe:
    """Notes each look outside."""

    kind = "weather"
    remedy = "forecast it"
    modules = ("weather",)

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the library's function."""
        return noting(module, {"outside": "the weather is looked at"}, note)
