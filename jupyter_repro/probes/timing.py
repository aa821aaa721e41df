"""How long something took: clocks that count from an arbitrary moment, and processor time."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import noting

_TOLD = {
    "time": {
        name: f"time.{name}() measures time"
        for name in (
            "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time", "process_time_ns",
            "thread_time", "thread_time_ns",
        )
    },
    "timeit": {name: f"timeit.{name}() measures time" for name in ("timeit", "repeat", "default_timer")},
}  # fmt: skip


class TimingProbe:
    """Notes where the notebook measures time."""

    kind = "timing"
    remedy = "do not print durations, or name the cell: %repro ignore"
    modules = tuple(_TOLD)

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        return noting(module, _TOLD[module], note)
