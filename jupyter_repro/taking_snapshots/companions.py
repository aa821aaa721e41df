"""What goes along with a snapshot that was just written: its packages' lock beside it, and its data in the cache."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_repro.environments.conda import conda_beside
from jupyter_repro.environments.lock import lock_beside
from jupyter_repro.environments.project_lock import has_project_lock
from jupyter_repro.environments.project_locking import lock_in_project
from jupyter_repro.git.refusals import refusal_line
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.records.snapshot import Snapshot


def lock_and_keep(notebook: Path, snapshot: Snapshot) -> list[str]:
    """Lock the packages and keep the data of a snapshot, and say what came of it, a line for each.

    What cannot be locked or kept is named, and the snapshot stays. Both at a time: the lock is waited for. Whoever
    interrupts ends the keeping, which is why that is not the one in the other thread.
    """
    with ThreadPoolExecutor(1) as aside:
        lock = lock_in_project if has_project_lock(notebook) else lock_beside
        locked = aside.submit(lock, notebook, snapshot)
        kept = keep_snapshot(notebook, snapshot).lines()
        refused = "" if snapshot.context.git else refusal_line(notebook.absolute().parent)
        lines = [refused, locked.result(), conda_beside(notebook, snapshot), *kept]
    return [line for line in lines if line]
