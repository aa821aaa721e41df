"""The state of a session for the front end that shows it.

It asks with an expression that is evaluated beside the cells, `user_expressions` of a silent execute request, so
that there is neither a cell nor a comm of ours:

    __import__("jupyter_repro.recording.session_state", fromlist=["session_state"]).session_state([…])

Nothing is imported for it that the recorder has not imported, and nothing at all where there is no recorder.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

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
    """What `session_state` answers: in a message `application/json`, and in Python its `content`."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    def __repr__(self) -> str:
        return "<the state of this session>"

    def _repr_mimebundle_(self, **_wanted: Any) -> dict[str, Any]:
        return {"application/json": self.content}


def session_state(cells: Sequence[Sequence[Any]]) -> SessionState:
    """Seed, pins, last runs, hidden state and uses of this session, for the document that is open.

    `cells` are its code cells, each `[id, digest of the source, counts, index among all cells]`; a cell that is empty
    or holds only our magics does not count. `out_of_order` has the ids of cells that a cell above them was run after,
    see `hidden_state.overtaken`. `loaded` is False where nothing is recorded. It never raises: what went wrong is one
    of the `problems`.
    """
    # the package would import it, and start what nobody asked for
    kernel = sys.modules.get("jupyter_repro.recording.kernel")
    current = kernel.current() if kernel else None
    if kernel is None or current is None:
        return SessionState(dict(_NOTHING))
    try:
        return SessionState(current.unwatched(kernel.session_facts, current, cells))
    except Exception as error:
        problem = f"the state of the session: {type(error).__name__}: {error}"
        return SessionState({**_NOTHING, "loaded": True, "problems": [problem]})
