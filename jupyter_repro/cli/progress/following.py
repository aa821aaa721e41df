"""Progress of what runs: which cell of how many, of one notebook or of many; on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from jupyter_repro.cli.output.detail import is_quiet
from jupyter_repro.cli.progress.failures import Failures
from jupyter_repro.cli.progress.live_table import LiveTable
from jupyter_repro.executing.plan import Progress, no_progress
from jupyter_repro.executing.warm_kernels.warm_servers import WARM
from jupyter_repro.extensions.protocols import Watcher
from jupyter_repro.jobs.watcher import Unwatched


@contextmanager
def cell_progress(name: str) -> Iterator[Progress]:
    """A line on standard error that follows the cells and is gone afterwards; nothing at all in a pipe."""
    if is_quiet() or not sys.stderr.isatty():
        yield no_progress
        return
    with LiveTable(1) as table:
        table.began(name)
        yield lambda above, total: table.progress(name, above, total)


@contextmanager
def following(paths: Sequence[str]) -> Iterator[Watcher]:
    """A table on standard error of the notebooks that run, and a line for each that fails as soon as it does.

    In a pipe there are the lines alone, and none for a single notebook, which is reported at once anyway.
    """
    if is_quiet() or not sys.stderr.isatty():
        yield Failures() if len(paths) > 1 else Unwatched()
    else:
        with LiveTable(len(paths)) as table:
            yield table
    if len(paths) > 1 and not is_quiet():
        for why in sorted(WARM.reasons):
            click.echo(f"some kernels were started, not forked: {why}", err=True)
