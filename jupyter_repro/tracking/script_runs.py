"""`jupyter_repro.run` in a script, whose blocks are published when the outermost one ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_repro.recording.named_blocks import NamedBlocks, Run
from jupyter_repro.settings import settings_for
from jupyter_repro.trackers.destinations import OFF
from jupyter_repro.tracking.script_publishing import publish_blocks
from jupyter_repro.trust.trusted_projects import trusted_tracker

SCRIPT = NamedBlocks()


@contextmanager
def script_run(name: str) -> Iterator[Run]:
    """A block of this script."""
    try:
        with SCRIPT.opened(name) as run:
            yield run
    finally:
        if not SCRIPT.any_open:
            _publish()


def _publish() -> None:
    """Publish what was kept, and forget it; what goes wrong is reported and does not reach the script."""
    records = SCRIPT.records()
    SCRIPT.clear()
    script = Path(sys.argv[0] or "script.py")
    script = script.absolute() if script.is_file() else Path.cwd() / "script.py"
    try:
        address = settings_for(script.parent).track
        is_named = address not in {"", OFF} and trusted_tracker(address, script.parent)
        lines = publish_blocks(records, script, address) if is_named else []
    except Exception as error:
        lines = [f"not published: {type(error).__name__}: {error}"]
    for line in lines:
        sys.stderr.write(f"jupyter-repro: {line}{os.linesep}")
