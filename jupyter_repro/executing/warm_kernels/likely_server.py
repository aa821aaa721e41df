"""The fork server that a notebook's verification will ask for, started before it does."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from jupyter_repro.executing.warm_kernels.warm_servers import WARM
from jupyter_repro.pinning.environment_pins import environment_pins
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

_KERNELS = frozenset({"python3", "python3-repro"})
MOST_BYTES = 5_000_000
"""Of a notebook that is looked at for the name of its kernel."""


def start_likely_server(notebook: Path) -> None:
    """Start it where it is clear which that is; raises whatever is wrong with the notebook, which nobody asked for."""
    snapshot = load_snapshot(notebook)
    if snapshot is None or notebook.stat().st_size > MOST_BYTES:
        return
    metadata = json.loads(notebook.read_bytes())["metadata"]
    if metadata.get("kernelspec", {}).get("name", "python3") in _KERNELS:
        pins = environment_pins(snapshot.context.seed, snapshot.context.environment, os.environ)
        WARM.start((sys.executable,), {**os.environ, **pins})
