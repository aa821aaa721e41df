"""What an experiment tracker reads for itself: its database and its files are no data of the notebook."""

from __future__ import annotations

import sys

from jupyter_repro.recording.frames import stack

_TRACKERS = frozenset({"aim", "dvclive", "mlflow", "neptune", "wandb"})
_PARTS = (
    "aim.", "dvclive.", "neptune.", "wandb.", "mlflow.models.model.", "mlflow.store.", "mlflow.tracking.",
    "mlflow.utils.environment.", "mlflow.utils.requirements_utils.",
)  # fmt: skip
"""Modules in which they do; MLflow's other modules load models, which are data."""


def is_bookkeeping() -> bool:
    """Whether the code that runs now was called by a tracker for itself."""
    if _TRACKERS.isdisjoint(sys.modules):
        return False
    frames = stack(sys._getframe(1))
    return any(f"{frame.f_globals.get('__name__', '')}.".startswith(_PARTS) for frame in frames)
