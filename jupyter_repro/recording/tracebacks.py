"""Frames of ours stand in no traceback of the notebook's: neither IPython's nor those that `traceback` writes."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from types import FrameType, TracebackType
from typing import Any

from jupyter_repro.patching import replaced

_WALKERS = ("walk_tb", "_walk_tb_with_full_positions")
"""Functions of `traceback` by which all that is in it reaches the frames; the second is a private part, since 3.11."""
_GET = "_get_exc_info"
"""By which IPython's shell reaches the error that it shows: a private part."""


def leave_out_ours(shell: Any) -> None:
    """Let IPython and `traceback` pass over our frames, in this process."""
    for name in _WALKERS:
        if walk := getattr(traceback, name, None):
            replaced(traceback, name, _passing_over(walk))
    if get := getattr(shell, _GET, None):
        replaced(shell, _GET, _cleaned(get))


def _passing_over(walk: Callable[..., Iterator[tuple[FrameType, Any]]]) -> Callable[..., Any]:
    @wraps(walk)
    def walked(tb: TracebackType | None) -> Iterator[tuple[FrameType, Any]]:
        return (each for each in walk(tb) if not is_ours(each[0]))

    return walked


def _cleaned(get: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(get)
    def cleaned(*args: Any, **named: Any) -> Any:
        kind, error, tb = get(*args, **named)
        _clean(error)
        return kind, error, without_ours(tb)

    return cleaned


def _clean(error: BaseException | None) -> None:
    """Take our frames out of an error and of those that it came of."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = without_ours(error.__traceback__)
        error = error.__cause__ or error.__context__


def without_ours(tb: TracebackType | None) -> TracebackType | None:
    """The traceback without our frames; it is changed in place."""
    while tb is not None and is_ours(tb.tb_frame):
        tb = tb.tb_next
    each = tb
    while each is not None:
        while each.tb_next is not None and is_ours(each.tb_next.tb_frame):
            each.tb_next = each.tb_next.tb_next
        each = each.tb_next
    return tb


def is_ours(frame: FrameType) -> bool:
    """Whether a frame runs code of this package, also where that bears another file's name."""
    name = frame.f_globals.get("__name__", "")
    return isinstance(name, str) and (name == "jupyter_repro" or name.startswith("jupyter_repro."))
