"""What the recorder knows of a session, for the document that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.recording.hidden_state import Cell, Match, departures_so_far, last_runs, matched, overtaken
from jupyter_repro.recording.recorder import Recorder
from jupyter_repro.recording.session_words import not_pinned_here
from jupyter_repro.records.departures import OPEN
from jupyter_repro.records.session_answer import LastRunAnswer, SessionStateAnswer
from jupyter_repro.records.snapshot import Use

OWN_SEED = "seeded by the notebook itself"


def session_facts(current: Recorder, given: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """What `session_state` answers, where there is a recorder, by `SessionStateAnswer`."""
    cells = [Cell(index, str(name), digest, bool(counts)) for name, digest, counts, index in given]
    matches = matched(cells, [run for run, _ in list(current.runs)])
    ids = {cell.index: cell.id for cell in cells}
    pinning = current.pinning
    answer = SessionStateAnswer(
        loaded=True,
        seed=pinning.seed,
        pins={
            name: OWN_SEED if name in pinning.own else how
            for name, how in pinning.state.items()
            if how.isdigit()
        },
        not_pinned=tuple(not_pinned_here(pinning, current.environ)),
        runs=_runs(matches, ids),
        out_of_order=tuple(ids[index] for index in overtaken(cells, matches)),
        hidden_state=tuple(departures_so_far(cells, matches, OPEN)),
        uses=_uses(current, matches, ids),
        problems=tuple(current.problems),
    )
    # JSON knows no tuples, and the answer is also compared in Python
    facts: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer))
    return facts


def _runs(matches: Sequence[Match], ids: dict[int, str]) -> tuple[LastRunAnswer, ...]:
    return tuple(
        LastRunAnswer(ids[index], source_digest(run.source), run.count)
        for index, run in last_runs(matches).items()
    )


def _uses(current: Recorder, matches: Sequence[Match], ids: dict[int, str]) -> tuple[Use, ...]:
    """What was used unpinned; of front ends that send no ids, under the ids of their cells."""
    cells = {run.id: ids[index] for run, index in matches if index is not None}
    return tuple(
        msgspec.structs.replace(use, cell=cells.get(use.cell, use.cell))
        for use in list(current.sightings.uses)
        if use.varies
    )
