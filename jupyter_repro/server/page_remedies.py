"""What a page says about a cause or about drift, where its buttons do what no command does."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_repro.diagnosing.actions import Action

_PUT_BACK = "bring the recorded one back in its place; this one is kept beside it"


def page_remedy(kind: str, remedy: str, actions: Sequence[Action]) -> str:
    """The remedy; of a local module that one click brings back, that."""
    is_put_back = kind == "code" and any(action.do == "restore" for action in actions)
    return _PUT_BACK if is_put_back else remedy
