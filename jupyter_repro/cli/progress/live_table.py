"""The notebooks that run, as a table on a terminal's standard error which is gone at the end."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_repro.cli.progress.failures import failure
from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.formatting.visible_text import in_one_line


class LiveTable:
    """A line for each notebook that runs, and one for all where there are several.

    It draws itself only when it is called: a thread would be in the way of processes that are forked.
    """

    def __init__(self, total: int) -> None:
        from rich import progress
        from rich.console import Console

        console = Console(file=getattr(sys.stderr, "plain", sys.stderr))
        columns = (
            progress.SpinnerColumn(),
            progress.TextColumn("{task.description}", markup=False),
            progress.TimeElapsedColumn(),
        )
        self._total = total
        self._bars = progress.Progress(*columns, console=console, transient=True, auto_refresh=False)
        self._lines: dict[str, Any] = {}
        self._done = 0
        self._all = self._bars.add_task("", total=None) if total > 1 else None

    def __enter__(self) -> LiveTable:
        self._bars.start()
        self._count()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def began(self, path: str) -> None:
        """A new line."""
        self._lines[path] = self._bars.add_task(f"{in_one_line(path)}: starting the kernel", total=None)
        self.tick()

    def progress(self, path: str, above: int, total: int) -> None:
        """Its line says which cell of how many runs."""
        where = f"{numbered(min(above + 1, total))} of {total}"
        self._bars.update(self._lines[path], description=f"{in_one_line(path)}: {where}")
        self.tick()

    def ended(self, path: str, answer: Any) -> None:
        """Its line goes; that of a failure stays above the table."""
        self._bars.remove_task(self._lines.pop(path))
        self._done += 1
        if line := failure(path, answer):
            self._bars.console.print(line, markup=False, highlight=False)
        self._count()

    def tick(self) -> None:
        """Draw it again."""
        self._bars.refresh()

    def _count(self) -> None:
        if self._all is not None:
            self._bars.update(self._all, description=f"{self._done} of {self._total} notebooks")
        self.tick()
