"""Weights & Biases: artifacts that a run uses."""

from __future__ import annotations

import sys
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import replaced
from jupyter_repro.records.consumed_snapshots import Consumed

_SCHEME = "wandb-artifact"


class WandbArtifactReader:
    """An artifact that is named is somebody's; one that the run has made itself is given as it is."""

    modules = ("wandb.sdk.wandb_run",)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch what runs use."""
        run = sys.modules[module].Run
        used = vars(run)["use_artifact"]

        @wraps(used)
        def use_artifact(self: Any, artifact_or_name: Any, *args: Any, **named: Any) -> Any:
            artifact = used(self, artifact_or_name, *args, **named)
            if isinstance(artifact_or_name, str) and notes.place()[0]:
                notes.consumed(lambda: _consumed(self, artifact))
            return artifact

        return replaced(run, "use_artifact", use_artifact)


def _consumed(run: Any, artifact: Any) -> tuple[str, Consumed] | None:
    maker = artifact.logged_by()
    if maker is not None and maker.id == run.id:
        return None
    name: str = artifact.qualified_name
    origin = maker.id if maker is not None else artifact.digest
    return f"{_SCHEME}:{name.rpartition(':')[0]}", Consumed(f"{_SCHEME}:{name}", origin=origin)
