"""`jupyter_repro.run`: in a notebook the recorder keeps its blocks, of a script they are published at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_repro.recording.kernel import current, recorder
from jupyter_repro.recording.named_blocks import NamedBlocks, Run

SCRIPT = NamedBlocks()


@contextmanager
def named_run(name: str) -> Iterator[Run]:
    """A block of this notebook or script."""
    with _blocks().opened(name) as run:
        yield run


def _blocks() -> NamedBlocks:
    found = current()
    if found is None and _is_kernel():
        found = recorder()
    return found.blocks if found else SCRIPT


def _is_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")
