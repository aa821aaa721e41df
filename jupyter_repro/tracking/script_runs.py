"""`jupyter_repro.run`: in a notebook the recorder keeps its blocks, those of a script are published at their end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jupyter_repro.recording.kernel import current, recorder
from jupyter_repro.recording.named_blocks import NamedBlocks, Run
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.settings import settings_for
from jupyter_repro.trackers.destinations import OFF

SCRIPT = NamedBlocks()


@contextmanager
def named_run(name: str) -> Iterator[Run]:
    """A block of this notebook or script."""
    blocks = _blocks()
    try:
        with blocks.opened(name) as run:
            yield run
    finally:
        if blocks is SCRIPT and not SCRIPT.any_open:
            _publish()


def _publish() -> None:
    """Publish what was kept, and forget it; what goes wrong is told and does not reach the script."""
    records = SCRIPT.records()
    SCRIPT.clear()
    script = Path(sys.argv[0] or "script.py")
    script = script.absolute() if script.is_file() else Path.cwd() / "script.py"
    try:
        address = settings_for(script.parent).track
        told = _published(records, script, address) if address not in {"", OFF} else []
    except Exception as error:
        told = [f"not published: {type(error).__name__}: {error}"]
    for line in told:
        sys.stderr.write(f"jupyter-repro: {line}{os.linesep}")


def _published(records: Sequence[RunBlock], script: Path, address: str) -> list[str]:
    from jupyter_repro.tracking.script_publishing import publish_blocks

    return publish_blocks(records, script, address)


def _blocks() -> NamedBlocks:
    found = current()
    if found is None and _is_kernel():
        found = recorder()
    return found.blocks if found else SCRIPT


def _is_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")
