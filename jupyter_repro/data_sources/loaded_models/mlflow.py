"""MLflow: `models:/NAME/VERSION` and `runs:/ID/…`, by whichever flavour or function they are loaded."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import replaced
from jupyter_repro.records.consumed_snapshots import Consumed

_RUN = re.compile(r"runs:/(?P<id>[^/]+)")
_VERSION = re.compile(r"(?:/[^/]+|@.+)$")

_LOCAL = threading.local()
"""Whether a repository is being made: no user asked for those that it makes for itself."""


class MlflowModelReader:
    """Every download of a model or of a run's artifact makes one of two repositories of MLflow's."""

    modules = (
        "mlflow.store.artifact.models_artifact_repo",
        "mlflow.store.artifact.runs_artifact_repo",
    )

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the repository that is made of an address."""
        if module == self.modules[0]:
            return _watched(sys.modules[module].ModelsArtifactRepository, _model, notes)
        return _watched(sys.modules[module].RunsArtifactRepository, _run, notes)


def _watched(kind: type, consumed: Callable[[Any], tuple[str, Consumed] | None], notes: DataNotes) -> Undo:
    made = vars(kind)["__init__"]

    @wraps(made)
    def init(self: Any, *args: Any, **named: Any) -> None:
        is_outer, _LOCAL.inside = not getattr(_LOCAL, "inside", False), True
        try:
            made(self, *args, **named)
        finally:
            _LOCAL.inside = not is_outer
        if is_outer and notes.place()[0]:
            notes.consumed(lambda: consumed(self))

    return replaced(kind, "__init__", init)


def _run(repository: Any) -> tuple[str, Consumed] | None:
    found = _RUN.match(repository.artifact_uri)
    return (found[0], Consumed(found[0], origin=found["id"])) if found else None


def _model(repository: Any) -> tuple[str, Consumed] | None:
    from mlflow import MlflowClient

    address: str = repository.artifact_uri.rstrip("/")
    client = MlflowClient()
    if repository.is_logged_model_uri:
        model = client.get_logged_model(address.removeprefix("models:/").partition("/")[0])
        return address, Consumed(address, origin=model.source_run_id or model.model_id)
    version = client.get_model_version(repository.model_name, repository.model_version)
    origin = version.run_id or f"version {version.version}"
    return _VERSION.sub("", address), Consumed(address, origin=origin)
