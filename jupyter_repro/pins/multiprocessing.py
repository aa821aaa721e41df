"""multiprocessing: the work that a pool does in its child processes."""

from __future__ import annotations

from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.pinning.child_processes import pinned_work


class PoolPin:
    """Each batch of work of a pool has its own seed, whichever worker takes it."""

    module = "multiprocessing.pool"

    def apply(self, _seed: int) -> Undo:
        """Send the pins along with the work."""
        from multiprocessing.pool import Pool

        tasks, apply_async = Pool._guarded_task_generation, Pool.apply_async  # type: ignore[attr-defined]

        def pinned_tasks(pool: Any, job: int, function: Any, batches: Any) -> Any:
            work = pinned_work(function)
            return (
                (job, index, work.numbered(index) if called is function else called, args, named)
                for job, index, called, args, named in tasks(pool, job, function, batches)
            )

        def pinned_apply(pool: Any, func: Any, *args: Any, **named: Any) -> Any:
            return apply_async(pool, pinned_work(func), *args, **named)

        return after(
            replaced(Pool, "_guarded_task_generation", pinned_tasks),
            replaced(Pool, "apply_async", pinned_apply),
        )
