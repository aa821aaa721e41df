"""Environment variables with which a notebook logs nowhere: an experiment sends nothing to anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.addresses.address import parse_address

_MLFLOW = "MLFLOW_TRACKING_URI"
_HERE = frozenset({"", "file", "sqlite"})
"""Schemes of stores that are files; without any, it is MLflow's own default."""
_OFF = {
    "WANDB_MODE": "disabled",
    "NEPTUNE_MODE": "debug",
    "COMET_MODE": "disabled",
    "CLEARML_OFFLINE_MODE": "1",
}


def without_trackers(scratch: Path) -> dict[str, str]:
    """What keeps trackers that read these variables from sending anything; what they keep goes to a scratch folder.

    MLflow's store on this machine stays as it is: a run has a view of its own of its folder.
    """
    is_here = parse_address(os.environ.get(_MLFLOW, "")).scheme in _HERE
    return {**_OFF, **({} if is_here else {_MLFLOW: f"sqlite:///{scratch}/mlflow.db"})}


def stores_here() -> Iterator[Path]:
    """The folder of MLflow's store, where the environment names one on this machine by an absolute path."""
    address = parse_address(os.environ.get(_MLFLOW, ""))
    # SQLAlchemy has one slash more than the path
    path = Path(address.path[1:] if address.scheme == "sqlite" else address.path)
    if address.scheme in _HERE and path.is_absolute():
        yield path.parent
