"""Runs of MLflow, found by their tags, and those that a notebook started itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.records.tracked_run import FILES_IN, SNAPSHOT, Destination, OwnRun
from jupyter_repro.trackers.mlflow.stores import SCHEMES, tracking_uri


def search(client: Any, tags: Mapping[str, str]) -> Iterator[Any]:
    """Runs of all experiments that have the tags, the newest first."""
    experiments = [experiment.experiment_id for experiment in _pages(client.search_experiments)]
    wanted = " and ".join(f"tags.`{name}` = {_quoted(value)}" for name, value in tags.items())
    if experiments:
        yield from _pages(client.search_runs, experiments, wanted)


def of_snapshot(client: Any, snapshot: str) -> str:
    """Id of the run of a snapshot, of several the one that holds the files; "" for none."""
    found = list(search(client, {SNAPSHOT: snapshot}))
    holders = [run for run in found if FILES_IN not in run.data.tags]
    return next((str(run.info.run_id) for run in holders or found), "")


def own_runs(client: Any, destination: Destination, runs: Sequence[OwnRun]) -> Iterator[str]:
    """Ids of those runs of a notebook that are in this store, and not deleted."""
    wanted = tracking_uri(destination)
    for own in runs:
        place = Destination(own.address, destination.root, destination.experiment)
        if place.scheme in SCHEMES and tracking_uri(place) == wanted and _is_there(client, own.id):
            yield own.id


def _is_there(client: Any, run_id: str) -> bool:
    from mlflow.exceptions import MlflowException

    try:
        return bool(client.get_run(run_id).info.lifecycle_stage == "active")
    except MlflowException as error:
        if error.error_code == "RESOURCE_DOES_NOT_EXIST":
            return False
        raise


def _pages(ask: Callable[..., Any], *arguments: Any) -> Iterator[Any]:
    token = None
    while True:
        page = ask(*arguments, page_token=token)
        yield from page
        token = page.token
        if not token:
            return


def _quoted(value: str) -> str:
    """A string of MLflow's search; raises ReproError for one that it cannot hold."""
    quote = next((mark for mark in "'\"" if mark not in value), "")
    if not quote:
        raise ReproError(f"MLflow cannot search for {value}, which holds both kinds of quotes")
    return f"{quote}{value}{quote}"
