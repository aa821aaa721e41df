"""joblib: the work of `Parallel` in child processes, and so that of scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced
from jupyter_repro.pinning.child_processes import pinned_work


class JoblibPin:
    """Each call has its own seed: joblib's batches depend on how long the calls take."""

    module = "joblib.parallel"

    def apply(self, _seed: int) -> Undo:
        """Send the pins along with the calls."""
        from joblib.parallel import Parallel

        run = Parallel.__call__

        def pinned_run(parallel: Any, iterable: Iterable[Any]) -> Any:
            return run(parallel, ((pinned_work(call), args, named) for call, args, named in iterable))

        pinned_run.__doc__ = run.__doc__
        return replaced(Parallel, "__call__", pinned_run)
