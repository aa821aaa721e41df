"""MLflow: a database, a server, and the stores of its plug-ins, such as Azure Machine Learning's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.errors import NoSuchData
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.tracked_run import FILES_IN, SNAPSHOT, Destination, LoggedRun, OwnRun, RunRecord
from jupyter_repro.trackers.mlflow.descriptions import description_tags
from jupyter_repro.trackers.mlflow.errors import in_one_sentence, named
from jupyter_repro.trackers.mlflow.model_signatures import model_sentences
from jupyter_repro.trackers.mlflow.models import model_run, tag_models
from jupyter_repro.trackers.mlflow.private_names import MODELS, VERSIONS
from jupyter_repro.trackers.mlflow.runs import (
    PARENT_ID,
    complete,
    created,
    end,
    end_failed,
    logged_run,
    one_run,
    put_files,
    set_tags,
    taken_files,
)
from jupyter_repro.trackers.mlflow.searches import of_snapshot, own_runs, search
from jupyter_repro.trackers.mlflow.stores import (
    DEFAULT,
    SCHEME,
    SCHEMES,
    URI,
    address_of,
    check_store,
    client_of,
    database_of,
    import_client,
    tracking_uri,
)
from jupyter_repro.trackers.mlflow.verifications import mark_model, mark_version
from jupyter_repro.trackers.mlflow.volatile_values import made_up


class MlflowTracker:
    """Runs of MLflow."""

    schemes = SCHEMES
    modules = ("mlflow.tracking.client", "mlflow.tracking.fluent")

    def default(self, environ: Mapping[str, str]) -> str:
        """The address that is meant where only the scheme is said."""
        return f"{SCHEME}:{environ.get(URI) or DEFAULT}"

    def check(self, destination: Destination) -> None:
        """Raise ReproError for a store that neither MLflow nor a plug-in of it knows."""
        check_store(destination)

    def prepare(self) -> None:
        """Import MLflow's client and its stores."""
        import_client()

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Complete the notebook's own runs, else the run that was begun before, else a new one."""
        with _opened(destination) as client:
            own = list(own_runs(client, destination, run.own))
            known = own[0] if own else of_snapshot(client, run.tags[SNAPSHOT])
            first = known or created(client, destination, run)
            record = run.beside_own() if own else run
            complete(client, first, record, ours=not own)
            put_files(client, first, run.files)
            for other in own[1:]:
                complete(client, other, record, ours=False)
                client.set_tag(other, FILES_IN, first)
            notes = []
            for each in own or [first]:
                _nest(client, each, run)
                _describe(client, each)
                notes.append(tag_models(client, each, record.tags))
            if not own:
                end(client, first, run)
            for each in own if run.failed else ():
                end_failed(client, each)
            logged = logged_run(client.get_run(first), destination)
            return msgspec.structs.replace(logged, note=next(filter(None, notes), ""))

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Set tags of a run and of its models, and put files into it."""
        with _opened(destination) as client:
            set_tags(client, run_id, tags)
            _describe(client, run_id)
            tag_models(client, run_id, tags)
            if files and FILES_IN not in client.get_run(run_id).data.tags:
                put_files(client, run_id, files)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> Iterator[LoggedRun]:
        """Runs of all experiments that have the tags, the newest first."""
        database = database_of(destination)
        if database and not database.exists():
            return
        with _opened(destination) as client:
            yield from [logged_run(run, destination) for run in search(client, tags)]

    def run(self, destination: Destination, run_id: str) -> LoggedRun:
        """One run by its id; raises NoSuchData."""
        with _opened(destination) as client:
            return one_run(client, run_id, destination, named(tracking_uri(destination)))

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Write the files of a run below a folder."""
        _check_there(destination)
        with _opened(destination) as client:
            taken_files(client, run_id, into, named(tracking_uri(destination)))

    def run_of_model(self, destination: Destination, model: str) -> str:
        """The id of the run that a model came from; `models:/NAME/VERSION`, `models:/NAME@ALIAS`, `models:/ID`."""
        _check_there(destination)
        with _opened(destination) as client:
            return model_run(client, model, named(tracking_uri(destination)))

    def is_store(self, destination: Destination, name: str) -> bool:
        """Whether a path is that of its database, or an address one of its API, artifacts excepted."""
        database = database_of(destination)
        if database:
            return Path(name) == database
        return name.startswith(public_address(tracking_uri(destination))) and "artifact" not in name

    def watch_stores(self, module: str, root: Path, noted: Callable[[str], None]) -> Undo:
        """Tell of each store that a client is made for."""
        if module != "mlflow.tracking.client":
            return after()
        client = sys.modules[module].MlflowClient
        return _after_call(client, "__init__", lambda client, _: noted(address_of(client.tracking_uri, root)))

    def watch(self, module: str, root: Path, noted: Callable[[OwnRun], None]) -> Undo:
        """Tell of each run that is started or taken up again, by whichever of MLflow's ways."""
        loaded = sys.modules[module]

        def note(uri: str, run: Any) -> None:
            noted(OwnRun(address_of(uri, root), run.info.run_id, volatile=made_up(run.info)))

        def note_model(client: Any, model: Any) -> None:
            if model.source_run_id:
                noted(
                    OwnRun(
                        address_of(client.tracking_uri, root), model.source_run_id, volatile=(model.model_id,)
                    )
                )

        if module == "mlflow.tracking.client":
            client = loaded.MlflowClient
            return after(
                _after_call(client, "create_run", lambda client, run: note(client.tracking_uri, run)),
                *(_after_call(client, name, mark_version) for name in VERSIONS if hasattr(client, name)),
                *(_after_call(client, name, mark_model) for name in MODELS if hasattr(client, name)),
                *(_after_call(client, name, note_model) for name in MODELS if hasattr(client, name)),
            )
        if run := loaded.active_run():
            note(_current_uri(), run)
        return _after_call(loaded.ActiveRun, "__init__", lambda run, _none: note(_current_uri(), run))


@contextmanager
def _opened(destination: Destination) -> Iterator[Any]:
    with in_one_sentence(tracking_uri(destination)), client_of(destination) as client:
        yield client


def _check_there(destination: Destination) -> None:
    """Raise NoSuchData for a database that is not there: MLflow would make it."""
    database = database_of(destination)
    if database and not database.exists():
        raise NoSuchData(f"there is no {database}", "say which tracker has it with: --track ADDRESS")


def _nest(client: Any, run_id: str, run: RunRecord) -> None:
    """Put a run below the one that it is a part of, where that is there; the notebook's own nesting stays."""
    if not run.parents or PARENT_ID in client.get_run(run_id).data.tags:
        return
    if parent := of_snapshot(client, run.parents[-1]):
        set_tags(client, run_id, {PARENT_ID: parent})


def _describe(client: Any, run_id: str) -> None:
    """Write the run's description, where the user has none."""
    tags = client.get_run(run_id).data.tags
    if description_tags(tags, run_id):
        set_tags(
            client,
            run_id,
            description_tags(tags, run_id, model_sentences(client, run_id, client.tracking_uri)),
        )


def _current_uri() -> str:
    return str(sys.modules["mlflow.tracking"].get_tracking_uri())


def _after_call(owner: type, name: str, then: Callable[[Any, Any], None]) -> Undo:
    """Call `then` with the object and the answer after each call of a method."""
    method = getattr(owner, name)

    @wraps(method)
    def called(self: Any, *args: Any, **named_: Any) -> Any:
        answer = method(self, *args, **named_)
        then(self, answer)
        return answer

    return after(replaced(owner, name, called))
