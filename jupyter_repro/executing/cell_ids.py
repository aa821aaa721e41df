"""Telling the kernel which cell is run, as JupyterLab does: the recorder names cells by their ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def tell_cell_ids(session: Any, current: Callable[[], str]) -> None:
    """Have every request to execute that `session` makes name the cell that `current` answers, if any."""
    message = session.msg

    def with_cell_id(kind: str, *args: Any, **named: Any) -> dict[str, Any]:
        made: dict[str, Any] = message(kind, *args, **named)
        if kind == "execute_request" and current():
            made["metadata"]["cellId"] = current()
        return made

    session.msg = with_cell_id
