"""MLflow's models: those that a run logged or registered carry the run's tags, and lead back to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jupyter_repro.errors import NoSuchData, ReproError
from jupyter_repro.trackers.mlflow.errors import FORBIDDEN

_MODEL = re.compile(r"models:/(?P<name>[^/@]+)(?:/(?P<version>\d+)|@(?P<alias>[^/]+)|/(?P<latest>latest))?")
_MISSING = {"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"}
"""What MLflow answers for a model, a version or an alias that is not there."""
_MOST = 10
"""Versions that a message names."""
_FORMS = "write models:/NAME/VERSION, models:/NAME@ALIAS or models:/ID"


def tag_models(client: Any, run_id: str, tags: Mapping[str, str]) -> str:
    """Set the tags on the logged models and on the registered versions that came from a run.

    A store without models, or without a registry, has none. The answer is a sentence, without its full stop, where the
    registry forbids it; "" otherwise.
    """
    from mlflow.exceptions import MlflowException

    try:
        for model in logged_models(client, run_id):
            client.set_logged_model_tags(model, dict(tags))
        for version in client.search_model_versions(f"run_id = '{run_id}'"):
            for name, value in tags.items():
                client.set_model_version_tag(version.name, version.version, name, value)
    except (MlflowException, NotImplementedError) as error:
        code = getattr(error, "error_code", "ENDPOINT_NOT_FOUND")
        if code in FORBIDDEN:
            return "the models of the run lead back to it by no tag: the registry forbids it"
        if code not in _NO_MODELS:
            raise
    return ""


def logged_models(client: Any, run_id: str) -> set[str]:
    """Ids of the models that the run made, and of those that it names as its outputs."""
    run = client.get_run(run_id)
    made = client.search_logged_models([run.info.experiment_id], f"source_run_id = '{run_id}'")
    outputs = run.outputs.model_outputs if run.outputs else []
    return {each.model_id for each in (*made, *outputs)}


def model_run(client: Any, address: str, store: str) -> str:
    """The id of the run that a model came from; raises NoSuchData where there is no such model, or no such run."""
    from mlflow.exceptions import MlflowException

    wanted = _MODEL.fullmatch(address)
    if wanted is None:
        raise ReproError(f"{address} is no address of a model", _FORMS)
    try:
        run_id = _run_id(client, wanted)
    except MlflowException as error:
        if error.error_code not in _MISSING:
            raise
        raise NoSuchData(
            f"{store} has no model {address}", _there_are(client, wanted["name"]) or _FORMS
        ) from None
    if not run_id:
        raise NoSuchData(f"the model {address} came from no run")
    return run_id


def _there_are(client: Any, name: str) -> str:
    """Which versions of a model there are, newest first; "" for none."""
    from mlflow.exceptions import MlflowException

    if "'" in name:
        return ""
    try:
        found = client.search_model_versions(f"name = '{name}'")
    except (MlflowException, NotImplementedError):
        return ""
    versions = sorted((int(each.version) for each in found), reverse=True)
    names = ", ".join(f"models:/{name}/{version}" for version in versions[:_MOST])
    more = f" and {len(versions) - _MOST} more" if len(versions) > _MOST else ""
    return f"there are: {names}{more}" if names else ""


def _run_id(client: Any, wanted: re.Match[str]) -> str:
    name = wanted["name"]
    if wanted["alias"]:
        return str(client.get_model_version_by_alias(name, wanted["alias"]).run_id or "")
    if wanted["version"]:
        return str(client.get_model_version(name, wanted["version"]).run_id or "")
    if wanted["latest"]:
        versions = client.search_model_versions(f"name = '{name}'")
        return str(max(versions, key=lambda each: int(each.version)).run_id or "") if versions else ""
    return str(client.get_logged_model(name).source_run_id or "")


_NO_MODELS = {"ENDPOINT_NOT_FOUND", "FEATURE_DISABLED", "NOT_IMPLEMENTED"}
