"""The parts of a run that the notebook names, and the sweeps that it ran, as runs of their own below the notebook's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.digest import digest_text
from jupyter_repro.formatting.json_numbers import numbers
from jupyter_repro.records.run_blocks import NO_PARENT, RunBlock
from jupyter_repro.records.tracked_run import NOTEBOOK, PARENT, SNAPSHOT, RunRecord
from jupyter_repro.trackers.names import run_id
from jupyter_repro.tracking.swept_blocks import sweep_record, trial_block_record


def block_records(run: RunRecord, blocks: Sequence[RunBlock], within: int = NO_PARENT) -> Iterator[RunRecord]:
    """The blocks of a run, each after the one that it stands in; `run` is itself the one at the place `within`."""
    made = {within: run}
    for place, block in enumerate(blocks):
        if place != within:
            record = _record(run, made[block.parent], block, place)
            if block.kind == "sweep":
                record = sweep_record(run, record, block, trials_of(blocks, place))
            if block.kind == "trial":
                record = trial_block_record(run, record, block)
            made[place] = record
            yield record


def without_trials(run: RunRecord, blocks: Sequence[RunBlock]) -> RunRecord:
    """The notebook's own record; of its runs in trackers, those of trials come last: the first holds the files."""
    of_trials = {name for block in blocks for name in block.own}
    return msgspec.structs.replace(run, own=tuple(sorted(run.own, key=lambda own: own.id in of_trials)))


def trials_of(blocks: Sequence[RunBlock], place: int) -> list[RunBlock]:
    """The trials of the sweep at a place."""
    return [block for block in blocks if block.kind == "trial" and block.parent == place]


def _record(run: RunRecord, above: RunRecord, block: RunBlock, place: int) -> RunRecord:
    snapshot = f"{run.tags[SNAPSHOT]}/{place}"
    parents = (*above.parents, above.tags[SNAPSHOT])
    return RunRecord(
        id=run_id(digest_text(snapshot)),
        name=without_secrets(block.name),
        started=block.started,
        ended=block.ended or run.ended,
        failed=block.failed,
        user=run.user,
        params={param: block.value_of(param) for param in block.params},
        tags={SNAPSHOT: snapshot, NOTEBOOK: run.tags[NOTEBOOK], PARENT: parents[-1]},
        metrics=numbers(block.metrics),
        parents=parents,
        source=run.source or run.tags[NOTEBOOK],
    )
