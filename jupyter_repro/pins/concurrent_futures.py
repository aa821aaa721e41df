"""concurrent.futures: the work that a process pool does in its child processes."""

from __future__ import annotations

from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced
from jupyter_repro.pinning.child_processes import pinned_work


class ProcessPoolPin:
    """Each call that is submitted has its own seed, whichever worker takes it."""

    module = "concurrent.futures.process"

    def apply(self, _seed: int) -> Undo:
        """Send the pins along with the calls."""
        from concurrent.futures.process import ProcessPoolExecutor

        submit = ProcessPoolExecutor.submit

        def pinned_submit(pool: Any, fn: Any, /, *args: Any, **named: Any) -> Any:
            return submit(pool, pinned_work(fn), *args, **named)

        pinned_submit.__doc__ = submit.__doc__
        return replaced(ProcessPoolExecutor, "submit", pinned_submit)
