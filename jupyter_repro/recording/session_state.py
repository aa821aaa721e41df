"""The state of a session for the front end that shows it.

It asks with an expression that is evaluated beside the cells, `user_expressions` of a silent execute request, so
that there is neither a cell nor a comm of ours:

    __import__("jupyter_repro.recording.session_state", fromlist=["session_state"]).session_state([…])

Nothing is imported for it that the recorder has not imported, and nothing at all where there is no recorder.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_repro.recording.hidden_state import Match
    from jupyter_repro.recording.recorder import Recorder

OWN_SEED = "seeded by the notebook itself"
_NOTHING: dict[str, Any] = {
    "loaded": False,
    "seed": None,
    "pins": {},
    "not_pinned": [],
    "runs": [],
    "out_of_order": [],
    "hidden_state": [],
    "uses": [],
    "problems": [],
}


class SessionState:
    """What `session_state` answers: in a message `application/json`, and in Python its `told`."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told

    def __repr__(self) -> str:
        return "<the state of this session>"

    def _repr_mimebundle_(self, **_wanted: Any) -> dict[str, Any]:
        return {"application/json": self.told}


def session_state(cells: Sequence[Sequence[Any]]) -> SessionState:
    """Seed, pins, last runs, hidden state and uses of this session, told of the document that is open.

    `cells` are its code cells, each `[id, digest of the source, counts, index among all cells]`; a cell that is empty
    or holds only our magics does not count. `out_of_order` has the ids of cells that a cell above them was run after,
    see `hidden_state.overtaken`. `loaded` is False where nothing is recorded. It never raises: what went wrong is one
    of the `problems`.
    """
    # the package would import it, and start what nobody asked for
    kernel = sys.modules.get("jupyter_repro.recording.kernel")
    current: Recorder | None = kernel.current() if kernel else None
    if current is None:
        return SessionState(dict(_NOTHING))
    try:
        return SessionState(current.unwatched(_told, current, cells))
    except Exception as error:
        problem = f"the state of the session: {type(error).__name__}: {error}"
        return SessionState({**_NOTHING, "loaded": True, "problems": [problem]})


def _told(current: Recorder, given: Sequence[Sequence[Any]]) -> dict[str, Any]:
    from jupyter_repro.recording.hidden_state import Cell, departures_so_far, matched, overtaken
    from jupyter_repro.records.departures import OPEN

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
    from jupyter_repro.recording.session_words import not_pinned_here

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
    from jupyter_repro.notebooks.source_digests import source_digest
    from jupyter_repro.recording.hidden_state import last_runs

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
