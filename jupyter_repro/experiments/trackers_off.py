"""Environment variables with which a notebook logs nowhere: an experiment sends nothing to anybody."""

from __future__ import annotations

import os
from pathlib import Path

_MLFLOW = "MLFLOW_TRACKING_URI"
_OFF = {
    "WANDB_MODE": "disabled",
    "NEPTUNE_MODE": "debug",
    "COMET_MODE": "disabled",
    "CLEARML_OFFLINE_MODE": "1",
}


def without_trackers(scratch: Path) -> dict[str, str]:
    """What keeps trackers that read these variables from sending anything; what they keep goes to a scratch folder.

    MLflow's own default lies in the notebook's folder, of which a run has a view of its own.
    """
    mlflow = {_MLFLOW: f"sqlite:///{scratch}/mlflow.db"} if os.environ.get(_MLFLOW) else {}
    return {**_OFF, **mlflow}
