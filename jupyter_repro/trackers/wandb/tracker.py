"""Weights & Biases: a project on its server, or runs on this machine that `wandb sync` sends later."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any

from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.tracked_run import NOTEBOOK, Destination, LoggedRun, OwnRun, RunRecord
from jupyter_repro.records.tracked_values import texts
from jupyter_repro.trackers.server_errors import first_line, server_error
from jupyter_repro.trackers.stored_files import is_below, no_such_run
from jupyter_repro.trackers.wandb.addresses import (
    LOG_IN,
    SCHEME,
    WandbPlace,
    address_of,
    default_address,
    is_of_store,
    library,
    parts_of,
    place_of,
    server,
)
from jupyter_repro.trackers.wandb.offline import WandbOfflineRun, offline_run, offline_runs, wait_for_notebook
from jupyter_repro.trackers.wandb.runs import (
    FILES,
    MARK,
    api,
    as_begun,
    fill,
    keep_summary,
    logged_run,
    ours_in,
    put_files,
    set_tags,
    written,
)


class WandbTracker:
    """Runs of Weights & Biases."""

    schemes = (SCHEME,)
    modules = ("wandb",)

    def default(self, environ: Mapping[str, str]) -> str:
        """The address that is meant where only the scheme is said."""
        return default_address(environ)

    def check(self, destination: Destination) -> None:
        """Raise ReproError for what is no project."""
        parts_of(destination)

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Complete the notebook's own runs, else the run with the record's id, which is begun where there is none."""
        with _opened(destination) as place:
            own = [each.id for each in run.own if _is_in(each, place, destination)]
            record = run.beside_own() if own else run
            for run_id in own or [run.id]:
                if not _is_whole(place, run_id, record):
                    _write(place, run_id, record, destination, ours=not own)
            return _read(place, (own or [run.id])[0])

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Set tags of a run; files become the newest version of its artifact, beside the versions that are there."""
        with _opened(destination) as place:
            there, kept = _read(place, run_id), _kept(place, run_id)
            with written(place, run_id, resume="allow", **as_begun(kept)) as run:
                keep_summary(run, kept)
                set_tags(run, tags, _ours_there(place, run_id))
                put_files(run, there.tags.get(NOTEBOOK) or there.name, files, tags, place)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> Iterator[LoggedRun]:
        """Runs of the project that have the tags, the newest first."""
        with _opened(destination) as place:
            found = map(_logged_run, offline_runs(place)) if place.offline else _online(place)
            yield from [run for run in found if tags.items() <= run.tags.items()]

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Write the files of all versions of a run's artifact below a folder, the later over the earlier."""
        with _opened(destination) as place:
            if place.offline:
                _copy(_offline(place, run_id), into)
                return
            versions = [each for each in _online_run(place, run_id).logged_artifacts() if each.type == FILES]
            for artifact in sorted(versions, key=lambda each: each.created_at):
                artifact.download(root=str(into))

    def is_store(self, destination: Destination, name: str) -> bool:
        """Whether a path lies in W&B's own folder, or an address is its server's."""
        return destination.scheme == SCHEME and is_of_store(destination, name)

    def watch(self, module: str, root: Path, noted: Callable[[OwnRun], None]) -> Undo:
        """Tell of each run that wandb.init begins or takes up again."""
        wandb = sys.modules[module]
        begin = wandb.init

        def note(run: Any) -> None:
            # nothing of this may reach the notebook
            with suppress(Exception):
                if own := _own_run(run, root):
                    noted(own)

        @wraps(begin)
        def init(*args: Any, **named: Any) -> Any:
            run = begin(*args, **named)
            note(run)
            return run

        note(wandb.run)
        return after(*(replaced(owner, "init", init) for owner in (wandb, wandb.sdk) if owner.init is begin))


@contextmanager
def _opened(destination: Destination) -> Iterator[WandbPlace]:
    """The place; what W&B raises is one sentence."""
    library()
    try:
        yield place_of(destination)
    except ReproError:
        raise
    except Exception as error:  # besides its own, W&B raises what its libraries do
        raise _explained(error) from error


def _explained(error: Exception) -> ReproError:
    from wandb.errors import CommError, UsageError

    message = str(error)
    if isinstance(error, CommError):
        return server_error(server(), message, LOG_IN)
    if isinstance(error, UsageError):
        return NoAccess(f"W&B refuses: {first_line(message)}", LOG_IN)
    if isinstance(error, OSError):
        return NoAccess(f"W&B cannot be reached or written: {first_line(message)}")
    return ReproError(f"W&B does not take it: {first_line(message)}", "see: jupyter repro help trackers")


def _write(
    place: WandbPlace, run_id: str, record: RunRecord, destination: Destination, *, ours: bool
) -> None:
    named = {"name": record.name, "group": destination.experiment} if ours else {}
    if place.offline and not ours:
        wait_for_notebook(place, run_id)
    kept = _kept(place, run_id)
    with written(place, run_id, resume="allow", **{**as_begun(kept), **named}) as run:
        keep_summary(run, kept)
        fill(run, record, place, _ours_there(place, run_id), ours=ours)


def _kept(place: WandbPlace, run_id: str) -> WandbOfflineRun | None:
    """The run as this machine has it; None where there is none, or a server keeps it."""
    return offline_run(place, run_id) if place.offline else None


def _ours_there(place: WandbPlace, run_id: str) -> dict[str, Any]:
    """What the run has of ours already; {} where it is not there yet."""
    if place.offline:
        kept = offline_run(place, run_id)
        return ours_in(kept.config) if kept else {}
    try:
        return ours_in(_online_run(place, run_id).config)
    except NoSuchData:
        return {}


def _is_whole(place: WandbPlace, run_id: str, record: RunRecord) -> bool:
    """Whether a run on this machine holds all of the record, so that no second folder is made of it."""
    there = _kept(place, run_id)
    if there is None:
        return False
    held, names = (
        _logged_run(there),
        {name for kind, _, files in there.artifacts for name in files if kind == FILES},
    )
    return (
        record.tags.items() <= held.tags.items()
        and texts(record.params).items() <= held.params.items()
        and record.metrics.items() <= held.metrics.items()
        and record.files.keys() <= names
    )


def _read(place: WandbPlace, run_id: str) -> LoggedRun:
    return (
        _logged_run(_offline(place, run_id)) if place.offline else _logged_online(_online_run(place, run_id))
    )


def _offline(place: WandbPlace, run_id: str) -> WandbOfflineRun:
    found = offline_run(place, run_id)
    if found is None:
        raise no_such_run(f"W&B's project {place.path} on this machine", run_id)
    return found


def _logged_run(run: WandbOfflineRun) -> LoggedRun:
    sent = f"wandb sync {run.folder}"
    return logged_run(
        run.id, run.config, run.summary, name=run.name or run.id, started=run.started, shown_by=sent
    )


def _copy(run: WandbOfflineRun, into: Path) -> None:
    ours = [files for kind, _, files in run.artifacts if kind == FILES]
    if not ours:
        raise NoSuchData(
            f"the run {run.id} holds no files of ours", "publish it: jupyter repro track NOTEBOOK"
        )
    for name, source in (
        (name, source) for files in ours for name, source in files.items() if is_below(name)
    ):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, into / name)


def _online_run(place: WandbPlace, run_id: str) -> Any:
    try:
        return api().run(f"{place.path}/{run_id}")
    except Exception as error:
        if _NOT_THERE in str(error):
            raise no_such_run(f"W&B's project {place.path}", run_id) from None
        raise


def _online(place: WandbPlace) -> Iterable[LoggedRun]:
    """The runs of ours; none where the project is not there yet."""
    found = api().runs(place.path, filters={"tags": {"$in": [MARK]}}, order="-created_at")
    try:
        return [_logged_online(run) for run in found]
    except Exception as error:
        if _NOT_THERE in str(error):
            return []
        raise


_NOT_THERE = "ould not find"
"""In what W&B tells of a run and of a project; its kinds of errors for it are several."""


def _logged_online(run: Any) -> LoggedRun:
    known = {"name": run.name or "", "address": run.url or "", "started": str(run.created_at or "")}
    return logged_run(run.id, run.config, dict(run.summary_metrics or {}), **known)


def _is_in(own: OwnRun, place: WandbPlace, destination: Destination) -> bool:
    there = Destination(own.address, destination.root, destination.experiment)
    return there.scheme == SCHEME and place_of(there).is_same(place)


def _own_run(run: Any, root: Path) -> OwnRun | None:
    """A run of the notebook's as it is noted; None for one that W&B keeps nowhere."""
    if run is None or run.disabled:
        return None
    settings = run.settings
    offline = settings.mode in {"offline", "dryrun"}
    place = WandbPlace(run.entity or "", run.project or "uncategorized", offline, Path(settings.root_dir))
    return OwnRun(address_of(place, root), run.id)
