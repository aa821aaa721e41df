"""What the recorder knows of a session, told of the document that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.recording.hidden_state import (
    OPEN,
    Cell,
    Match,
    departures_so_far,
    last_runs,
    matched,
    overtaken,
)
from jupyter_repro.recording.recorder import Recorder
from jupyter_repro.recording.session_words import not_pinned_here

OWN_SEED = "seeded by the notebook itself"


def session_facts(current: Recorder, given: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """What `session_state` answers, where there is a recorder."""
    cells = [Cell(index, str(name), digest, bool(counts)) for name, digest, counts, index in given]
    matches = matched(cells, [run for run, _ in list(current.runs)])
    ids = {cell.index: cell.id for cell in cells}
    return {
        "loaded": True,
        **_pins(current),
        "runs": _runs(matches, ids),
        "out_of_order": [ids[index] for index in overtaken(cells, matches)],
        "hidden_state": departures_so_far(cells, matches, OPEN),
        "uses": _uses(current, matches, ids),
        "problems": list(current.problems),
    }


def _pins(current: Recorder) -> dict[str, Any]:
    pinning = current.pinning
    return {
        "seed": pinning.seed,
        "pins": {
            name: OWN_SEED if name in pinning.own else how
            for name, how in pinning.state.items()
            if how.isdigit()
        },
        "not_pinned": list(not_pinned_here(pinning, current.environ)),
    }


def _runs(matches: Sequence[Match], ids: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"cell": ids[index], "digest": source_digest(run.source), "count": run.count}
        for index, run in last_runs(matches).items()
    ]


def _uses(current: Recorder, matches: Sequence[Match], ids: dict[int, str]) -> list[dict[str, Any]]:
    """What was used unpinned; of front ends that send no ids, under the ids of their cells."""
    cells = {run.id: ids[index] for run, index in matches if index is not None}
    return [
        {
            "cell": cells.get(use.cell, use.cell),
            "line": use.line,
            "kind": use.kind,
            "what": use.what,
            "remedy": use.remedy,
            "certainty": use.certainty,
        }
        for use in list(current.sightings.uses)
    ]
