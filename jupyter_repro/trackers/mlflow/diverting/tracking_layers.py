"""Experiments, runs, logged models and traces in two layers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException
from mlflow.protos.databricks_pb2 import RESOURCE_ALREADY_EXISTS
from mlflow.store.tracking.dbmodels.models import SqlExperiment, SqlRun
from mlflow.utils.search_utils import SearchUtils

from jupyter_repro.trackers.mlflow.diverting.layered_store import Arguments, joined

_KEYS: dict[str, Callable[[Any], Any]] = {
    "search_runs": lambda run: run.info.run_id,
    "search_experiments": lambda experiment: experiment.experiment_id,
    "search_logged_models": lambda model: model.model_id,
}
_AT_ONCE = 100
_NEWEST = 1_000
"""Experiments that are looked at for the highest number: the newest has it."""


class TrackingLayers:
    """What the scratch store has; `mlflow.store.tracking`."""

    def __init__(self, kept: Any, scratch: Any, without: Collection[str]) -> None:
        """`without` are ids of runs that no search finds."""
        self._kept, self._scratch, self._without = kept, scratch, frozenset(without)
        self._experiments: dict[str, str] = {}
        """Id to name."""
        self._new: set[str] = set()
        """Ids of experiments that only the scratch store has."""
        self._ids: set[str] = set()
        """Of runs, models and traces."""

    def copy_up(self, asked: Arguments) -> None:
        """Copy experiment and run; raises MlflowException for a name of an experiment that is taken."""
        if "artifact_location" in asked:
            self._prepare_experiment(asked)
        for experiment in _experiments_in(asked):
            self._copy_experiment(str(experiment))
        if (run := asked.get("run_id")) and run not in self._ids:
            self._copy_run(run)

    def is_above(self, asked: Arguments) -> bool:
        """Whether the run, the model, the trace or the experiment is in the scratch store."""
        ids = {str(asked[name]) for name in ("run_id", "model_id", "trace_id") if asked.get(name)}
        if ids:
            return bool(ids & self._ids)
        return (
            any(each in self._experiments for each in _experiments_in(asked))
            or asked.get("experiment_name") in self._experiments.values()
        )

    def written(self, name: str, asked: Arguments, answer: Any) -> None:
        """Note the id of what was made."""
        if name == "create_experiment":
            self._experiments[str(answer)] = asked["name"]
            self._new.add(str(answer))
        info = getattr(answer, "info", answer)
        self._ids.update(
            getattr(info, key) for key in ("run_id", "model_id", "trace_id") if getattr(info, key, None)
        )

    def served(self, answer: Any) -> Any:
        """The same: both kinds of stores give what they hold alike."""
        return answer

    def merged(self, name: str, asked: dict[str, Any]) -> Any:
        """The runs, experiments or models of both that a search finds."""
        key = _KEYS.get(name)
        if key is None:
            return None
        theirs = self._of_kept(name, asked)
        if asked.get("page_token") or not self._experiments:
            return theirs
        found = joined(self._of_scratch(name, asked), theirs, key)
        if name == "search_runs":
            found[:] = SearchUtils.sort(found, asked.get("order_by") or [])
        return found

    def _of_kept(self, name: str, asked: dict[str, Any]) -> Any:
        if "experiment_ids" in asked:
            kept = [each for each in asked["experiment_ids"] if each not in self._new]
            asked = {**asked, "experiment_ids": kept}
        found = getattr(self._kept, name)(**asked)
        if name == "search_runs":
            found[:] = [run for run in found if run.info.run_id not in self._without]
        return found

    def _of_scratch(self, name: str, asked: dict[str, Any]) -> list[Any]:
        here = {**asked, "page_token": None}
        if "experiment_ids" in asked:
            here["experiment_ids"] = [each for each in asked["experiment_ids"] if each in self._experiments]
            if not here["experiment_ids"]:
                return []
        return [each for each in getattr(self._scratch, name)(**here) if self._is_ours(each)]

    def _is_ours(self, found: Any) -> bool:
        identity = getattr(found, "experiment_id", None) if not hasattr(found, "info") else None
        return identity is None or hasattr(found, "model_id") or identity in self._experiments

    def _prepare_experiment(self, asked: Arguments) -> None:
        """The next experiment gets the id that it would get from the store that is kept."""
        if self._kept.get_experiment_by_name(asked["name"]):
            raise MlflowException(
                f"Experiment '{asked['name']}' already exists.", error_code=RESOURCE_ALREADY_EXISTS
            )
        newest = self._kept.search_experiments(
            view_type=ViewType.ALL, max_results=_NEWEST, order_by=["creation_time DESC"]
        )
        numbers = [int(each.experiment_id) for each in newest if str(each.experiment_id).isdigit()]
        with self._scratch.ManagedSessionMaker(read_only=False) as session:
            highest = max(numbers, default=0)
            if highest and session.get(SqlExperiment, highest) is None:
                session.add(SqlExperiment(experiment_id=highest, name=f"_{highest}"))

    def _copy_experiment(self, experiment_id: str) -> None:
        if experiment_id in self._experiments:
            return
        there = self._kept.get_experiment(experiment_id)
        with self._scratch.ManagedSessionMaker(read_only=False) as session:
            session.merge(
                SqlExperiment(
                    experiment_id=int(experiment_id),
                    name=there.name,
                    artifact_location=there.artifact_location,
                    lifecycle_stage=there.lifecycle_stage,
                    creation_time=there.creation_time,
                    last_update_time=there.last_update_time,
                )
            )
        self._experiments[experiment_id] = there.name

    def _copy_run(self, run_id: str) -> None:
        run = self._kept.get_run(run_id)
        info = run.info
        self._copy_experiment(info.experiment_id)
        with self._scratch.ManagedSessionMaker(read_only=False) as session:
            session.add(
                SqlRun(
                    run_uuid=run_id,
                    name=info.run_name,
                    experiment_id=int(info.experiment_id),
                    user_id=info.user_id,
                    status=info.status,
                    start_time=info.start_time,
                    end_time=info.end_time,
                    lifecycle_stage=info.lifecycle_stage,
                    artifact_uri=info.artifact_uri,
                )
            )
        self._ids.add(run_id)
        _log_again(self._scratch, run_id, run.data)


def _log_again(scratch: Any, run_id: str, data: Any) -> None:
    params = [Param(*each) for each in data.params.items()]
    tags = [RunTag(*each) for each in data.tags.items()]
    metrics = [Metric(each.key, each.value, each.timestamp, each.step) for each in data.to_proto().metrics]
    for kind, entities in (("params", params), ("tags", tags), ("metrics", metrics)):
        for start in range(0, len(entities), _AT_ONCE):
            some = {"params": [], "tags": [], "metrics": [], kind: entities[start : start + _AT_ONCE]}
            scratch.log_batch(run_id, **some)


def _experiments_in(asked: Arguments) -> list[str]:
    """Ids of the experiments that a call is about."""
    trace = asked.get("trace_info")
    given = (asked.get("experiment_id"), asked.get("location"), getattr(trace, "experiment_id", None))
    return [str(each) for each in given if each is not None and str(each).isdigit()]
