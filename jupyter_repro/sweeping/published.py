"""A sweep in an experiment tracker: a run for the whole, and one for each trial below it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.formatting.timestamps import later
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.records.sweeps import SEED, SWEEP_FILE, Sweep, Trial, encode_sweep
from jupyter_repro.records.tracked_run import (
    NOTEBOOK,
    OURS,
    PARENT,
    SNAPSHOT,
    SWEEP,
    TRIAL,
    Destination,
    OwnRun,
    RunRecord,
)
from jupyter_repro.records.tracked_values import short, tracked_value
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.sweeping.trials import SweepOptions
from jupyter_repro.trackers.destinations import destination_of, tracker_of
from jupyter_repro.trackers.names import notebook_name, project_folder, run_id
from jupyter_repro.tracking.block_records import block_records
from jupyter_repro.tracking.chosen_addresses import chosen_address
from jupyter_repro.tracking.outbox import Publication, put
from jupyter_repro.tracking.run_record import recorded_tags, run_record
from jupyter_repro.tracking.sending import send
from jupyter_repro.tracking.sending_process import Sent
from jupyter_repro.tracking.sent_words import RETRY, first_unsent, words
from jupyter_repro.tracking.spread import spread_metrics, spreads
from jupyter_repro.tracking.swept_blocks import listed, sweep_words
from jupyter_repro.tracking.user_name import user_name

_DONE = frozenset({"recorded", "kept"})


def with_tracker(sweep: Sweep, asked: SweepOptions, address: str) -> tuple[Sweep, list[str]]:
    """The sweep with what its trials logged in a tracker themselves, after it was published where somebody said where.

    And a few lines on what came of that. Nothing of it takes the sweep back.
    """
    where = ""
    try:
        where = chosen_address(asked.notebook, read_notebook(asked.notebook), address)
        found, lines = _published(sweep, asked, where) if where else (_with_own_metrics(sweep, asked), [])
        if found != sweep:
            write_together({asked.folder / SWEEP_FILE: encode_sweep(found)})
    except ReproError as error:
        missing = "not published" if where else "what the notebooks logged themselves is missing"
        return sweep, [f"{missing}: {error.what}", *([f"  {error.remedy}"] if error.remedy else [])]
    except KeyboardInterrupt:
        return sweep, [f"not published: stopped; what is kept is sent with: {RETRY}"]
    return found, lines


def _published(sweep: Sweep, asked: SweepOptions, address: str) -> tuple[Sweep, list[str]]:
    done = {trial.name: trial for trial in sweep.trials if trial.state in _DONE}
    paths = {name: asked.folder / name / sweep.notebook for name in done}
    snapshots = [_snapshot(path) for path in paths.values()]
    own = _own_runs(sweep, snapshots)
    destination = destination_of(address, asked.notebook, own)
    parent = parent_record(sweep, asked, snapshots)
    runs = {name: trial_record(done[name], path, parent) for name, path in paths.items()}
    failed = [failed_record(trial, parent) for trial in sweep.trials if trial.state == "failed"]
    every = [*_with_blocks(parent, runs, paths), *failed]
    items = {each.id: put(Publication(destination, each)) for each in every}
    sent = dict(zip(items, send(list(items.values())), strict=True))
    found = _with_metrics(sweep, {name: sent[run.id] for name, run in runs.items()})
    if (whole := parent_record(found, asked, snapshots)) != parent:
        send([put(Publication(destination, whole))])
    return found, list(words(first_unsent(list(sent.values()))))


def _own_runs(sweep: Sweep, snapshots: Sequence[Snapshot]) -> tuple[OwnRun, ...]:
    """Runs that the trials started in trackers themselves."""
    recorded = (run for snapshot in snapshots for run in snapshot.runs)
    return (*recorded, *(run for trial in sweep.trials for run in trial.own))


def parent_record(sweep: Sweep, asked: SweepOptions, snapshots: Sequence[Snapshot]) -> RunRecord:
    """The run of the whole: the same one for all sweeps of the same source into the same folder.

    It failed where a trial did, and was stopped where one still waits; it has the spread of the metrics over the seeds.
    """
    sources = [source_digest(cell.source) for _, cell in code_cells(read_notebook(asked.notebook))]
    name = notebook_name(asked.notebook)
    place = os.path.relpath(asked.folder, asked.notebook.parent)
    digest = digest_text("\0".join([name, place, *sources]))
    first = recorded_tags(snapshots[0]) if snapshots else {}
    failed = [trial for trial in sweep.trials if trial.state == "failed"]
    return RunRecord(
        id=run_id(digest),
        name=f"{asked.notebook.stem} sweep",
        started=sweep.started,
        ended=max((each.recorded for each in snapshots), default=sweep.started),
        user=user_name(),
        params={each: listed(values) for each, values in sweep.values.items()},
        tags={
            SNAPSHOT: digest,
            NOTEBOOK: name,
            **{tag: value for tag, value in first.items() if tag.startswith("repro.git.")},
            SWEEP: sweep_words(len(snapshots), len(sweep.trials), len(failed)),
        },
        metrics=spread_metrics(spreads(sweep.trials, asked.lower, asked.higher)),
        files=_files(sweep),
        failed=f"{counted(len(failed), 'trial')} failed" if failed else "",
        stopped=any(trial.state == "waiting" for trial in sweep.trials),
        beside=_own_runs(sweep, snapshots),
    )


def trial_record(trial: Trial, path: Path, parent: RunRecord) -> RunRecord:
    """The run of one trial."""
    run, snapshot = run_record(path, read_notebook(path)), parent.tags[SNAPSHOT]
    return msgspec.structs.replace(
        run,
        name=trial.name,
        started=later(run.ended, -trial.seconds),
        tags={**run.tags, PARENT: snapshot, TRIAL: trial.name},
        metrics={**trial.metrics, **run.metrics},
        parents=(snapshot,),
        source=parent.tags[NOTEBOOK],
    )


def failed_record(trial: Trial, parent: RunRecord) -> RunRecord:
    """The run of a trial that failed: there is no snapshot of it, and what it began in a tracker itself is its run."""
    seed = f"{OURS}{SEED}" if SEED in trial.params else SEED
    snapshot = f"{parent.tags[SNAPSHOT]}/{trial.name}"
    return RunRecord(
        id=run_id(digest_text(snapshot)),
        name=trial.name,
        started=parent.started,
        ended=later(parent.started, trial.seconds),
        user=parent.user,
        params={seed: trial.seed, **{name: tracked_value(value) for name, value in trial.params.items()}},
        tags={
            SNAPSHOT: snapshot,
            NOTEBOOK: parent.tags[NOTEBOOK],
            PARENT: parent.tags[SNAPSHOT],
            TRIAL: trial.name,
            "repro.failed": short(without_secrets(trial.what)),
        },
        parents=(parent.tags[SNAPSHOT],),
        failed=trial.what,
        own=trial.own,
    )


def _with_blocks(
    parent: RunRecord, runs: Mapping[str, RunRecord], paths: Mapping[str, Path]
) -> Iterator[RunRecord]:
    """All runs, each after the one that it is a part of."""
    yield parent
    for name, run in runs.items():
        yield run
        yield from block_records(run, _snapshot(paths[name]).blocks)


def _files(sweep: Sweep) -> dict[str, bytes]:
    return {SWEEP_FILE: encode_sweep(sweep)}


def _snapshot(path: Path) -> Snapshot:
    return required_snapshot(path).snapshot


# what the notebooks logged themselves


def _with_metrics(sweep: Sweep, sent: Mapping[str, Sent]) -> Sweep:
    """The sweep with the metrics that the tracker has of its runs."""
    had = {name: each.run.all_metrics for name, each in sent.items() if each.run}
    return _merged(sweep, had)


def _with_own_metrics(sweep: Sweep, asked: SweepOptions) -> Sweep:
    """The sweep with what its notebooks logged in runs of their own."""
    had = {trial.name: _own_metrics(trial, asked) for trial in sweep.trials if trial.state in _DONE}
    return _merged(sweep, had)


def _own_metrics(trial: Trial, asked: SweepOptions) -> dict[str, float]:
    path = asked.folder / trial.name / asked.notebook.name
    return {
        name: value
        for own in _snapshot(path).runs
        for name, value in _metrics_of(own, asked.notebook).items()
    }


def _metrics_of(own: OwnRun, notebook: Path) -> dict[str, float]:
    """Of one run; none where the tracker cannot read one by its id."""
    destination = Destination(own.address, str(project_folder(notebook)), "")
    tracker = tracker_of(destination)
    return tracker.run(destination, own.id).metrics if hasattr(tracker, "run") else {}


def _merged(sweep: Sweep, had: Mapping[str, Mapping[str, float]]) -> Sweep:
    trials = tuple(
        msgspec.structs.replace(trial, metrics={**had.get(trial.name, {}), **trial.metrics})
        for trial in sweep.trials
    )
    return msgspec.structs.replace(sweep, trials=trials)
