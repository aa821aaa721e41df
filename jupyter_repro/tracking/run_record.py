"""The record of a run, made from a notebook, its snapshot and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.formatting.timestamps import later
from jupyter_repro.notebooks.declared_parameters import declared_parameters
from jupyter_repro.notebooks.secret_parameters import recorded_parameters
from jupyter_repro.records.snapshot import Context, DataVersion, GitState, Snapshot
from jupyter_repro.records.tracked_run import (
    NOT_VERIFIED,
    NOTEBOOK,
    SEED,
    SNAPSHOT,
    VERIFIED,
    VERIFIED_AT,
    WHEEL,
    OwnRun,
    RunInput,
    RunRecord,
    Wheel,
)
from jupyter_repro.records.tracked_values import Value, short, tracked_value
from jupyter_repro.records.verifications import verification_file
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.trackers.names import notebook_name, run_id
from jupyter_repro.tracking.data_contexts import data_contexts
from jupyter_repro.tracking.own_metrics import metrics_of
from jupyter_repro.tracking.run_files import LEFT_OUT_TAG, files_of
from jupyter_repro.tracking.user_name import user_name
from jupyter_repro.tracking.verification_record import recorded_verification


def run_record(
    path: Path,
    notebook: NotebookNode,
    wheel: tuple[Wheel, bytes] | None = None,
) -> RunRecord:
    """The record of the snapshot beside `path`; `notebook` is as it was executed.

    Raises UnreadableInput for a snapshot that cannot be read.
    """
    stored = required_snapshot(path)
    snapshot, digest = stored.snapshot, stored.digest
    files, left_out = files_of(path, notebook, snapshot)
    built = {wheel[0].file: wheel[1]} if wheel else {}
    return RunRecord(
        id=run_id(digest),
        name=path.stem,
        started=later(snapshot.recorded, -(snapshot.seconds or 0)),
        ended=snapshot.recorded,
        user=user_name(),
        params={
            **params_of(snapshot.context, declared_parameters(notebook) or {}),
            **own_params(snapshot.runs),
        },
        tags={
            SNAPSHOT: digest,
            NOTEBOOK: notebook_name(path),
            **recorded_tags(snapshot),
            **({LEFT_OUT_TAG: short(left_out)} if left_out else {}),
            **verified_tags(snapshot),
            **({WHEEL: f"{wheel[0].name} {wheel[0].version} {wheel[0].digest}"} if wheel else {}),
        },
        metrics=metrics_of(notebook),
        files={**files, **built, **_history(snapshot, digest)},
        inputs=tuple(inputs_of(snapshot, notebook)),
        wheel=wheel[0] if wheel else None,
        own=snapshot.runs,
        used=snapshot.used or None,
    )


def params_of(context: Context, declared: Mapping[str, Any]) -> dict[str, Value]:
    """Seed, pins and the notebook's parameters; where one of these is called like ours, ours has `repro.` before it.

    `declared` are the notebook's own values, which hold where no others were given.
    """
    ours: dict[str, Value] = {
        "seed": "none" if context.seed is None else context.seed,
        "pins": ", ".join(name for name, how in sorted(context.pins.items()) if how.isdigit()) or "none",
    }
    values = recorded_parameters({**declared, **context.parameters})
    given = {name: tracked_value(value) for name, value in values.items()}
    return {
        **{
            (f"repro.{name}" if name in given else name): tracked_value(value) for name, value in ours.items()
        },
        **given,
    }


def own_params(runs: Sequence[OwnRun]) -> dict[str, Value]:
    """Parameters that the notebook's own runs and models bring along."""
    return {
        f"{run.scheme}.{run.id}.{name}": tracked_value(run.value_of(name))
        for run in runs
        for name in run.params
    }


def recorded_tags(snapshot: Snapshot) -> dict[str, str]:
    """When it was recorded, with which seed and Python, and what git had checked out."""
    context = snapshot.context
    return {
        "repro.recorded": snapshot.recorded,
        SEED: "none" if context.seed is None else str(context.seed),
        "repro.python": context.python.get("version", ""),
        **(_git_tags(context.git) if context.git else {}),
    }


def _git_tags(git: GitState) -> dict[str, str]:
    tags = {
        "repro.git.commit": git.commit,
        "repro.git.branch": git.branch,
        "repro.git.dirty": short(", ".join(git.dirty)) or "no",
        "repro.git.remote": git.remote,
    }
    return {name: value for name, value in tags.items() if value}


def verified_tags(snapshot: Snapshot) -> dict[str, str]:
    """What the snapshot itself says of its verification."""
    if not snapshot.verified:
        return {VERIFIED: NOT_VERIFIED}
    return {VERIFIED: snapshot.verified_status, VERIFIED_AT: snapshot.verified_at}


def _history(snapshot: Snapshot, digest: str) -> dict[str, bytes]:
    """The verification that the snapshot itself remembers."""
    return verification_file(recorded_verification(snapshot, digest)) if snapshot.verified else {}


def inputs_of(snapshot: Snapshot, notebook: NotebookNode) -> list[RunInput]:
    """The data that the notebook read, with what its source says that it used it for."""
    uses = data_contexts(snapshot.context, notebook)
    return [
        _input(name, file.digest, file.size, file.version or DataVersion(""), uses.get(name, ""))
        for name, file in snapshot.context.data.items()
    ]


def _input(name: str, digest: str, size: int, version: DataVersion, context: str) -> RunInput:
    return RunInput(name, digest, size, version.id, version.time, version.asof, context)
