"""The generator that forecasts are drawn from."""

from __future__ import annotations

from jupyter_repro.extensions import Undo


class ForecastPin:
    """Pins the library's generator."""

    module = "weather"

    def apply(self, seed: int) -> Undo:
        """Seed it; the undo sets the state of before."""
        from weather import generator

        state = generator.getstate()
        generator.seed(seed)
        return lambda: generator.setstate(state)
