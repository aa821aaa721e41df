"""What one click can do about a cause or about drift: a row for each kind of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec


class Action(msgspec.Struct, frozen=True):
    """Something that a front end can do at once."""

    do: Literal["pin", "restart", "restore"]
    name: str = ""
    """What it is done to: the file that is restored."""


@dataclass(frozen=True)
class AvailableActions:
    """What can be done for one notebook."""

    pinned: bool
    """Whether its generators were pinned when it was recorded."""
    restorable: Callable[[str], bool]
    """Whether a recorded file can be restored from git, by its name in the snapshot."""


def actions_for(kind: str, name: str, means: AvailableActions) -> tuple[Action, ...]:
    """The actions for a cause, or a change of the context, of this kind; `name` is what changed."""
    find = _ACTIONS.get(kind)
    return tuple(find(name, means)) if find else ()


def _pin(_name: str, means: AvailableActions) -> Iterator[Action]:
    if not means.pinned:
        yield Action("pin")


def _restart(_name: str, _means: AvailableActions) -> Iterator[Action]:
    yield Action("restart")


def _restore(name: str, means: AvailableActions) -> Iterator[Action]:
    if name and means.restorable(name):
        yield Action("restore", name)


_ACTIONS: Mapping[str, Callable[[str, AvailableActions], Iterator[Action]]] = {
    "rng": _pin,
    "hidden-state": _restart,
    "data": _restore,
    "code": _restore,
}
