"""Progress of an execution: which cell of how many, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_repro.executing.plan import Progress, no_progress
from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.formatting.visible_text import in_one_line


@contextmanager
def cell_progress(name: str) -> Iterator[Progress]:
    """A line on standard error that follows the cells and is gone afterwards; nothing at all in a pipe."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}", markup=False),
        progress.TimeElapsedColumn(),
    )
    name = in_one_line(name)
    console = Console(file=getattr(sys.stderr, "plain", sys.stderr))
    with progress.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"{name}: starting the kernel", total=None)
        yield lambda above, total: bar.update(
            task, description=f"{name}: {numbered(min(above + 1, total))} of {total}"
        )
