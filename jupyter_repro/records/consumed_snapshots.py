"""Snapshots that a notebook says it builds upon, with `%repro uses NAME ADDRESS`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import msgspec

_NOTEBOOK = (".ipynb", ".repro.json")
_MOVING = re.compile(r"models:/[^/]+(?:@.+|/(?!\d+$).+)")


class Consumed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A snapshot that was consumed, as it was then."""

    address: str
    """Portable path of its notebook; else, of the tracker, `models:/NAME/VERSION` or the id of a run."""
    digest: str = ""
    """Of the snapshot as it was recorded; "" where it is not known."""
    notebook: str = ""
    """Name of its notebook."""
    unknown: str = ""
    """Why its snapshot is not known, a sentence without its full stop."""
    origin: str = ""
    """Of a model or artifact that the notebook loaded, without saying that it builds upon it: the id of the run that
    made it, else what the tracker calls this version; "" for what `%repro uses` names."""
    cell: str = ""
    """In which it was loaded first; "" for what `%repro uses` names."""
    line: int = 0
    """Line of the cell, from 1; 0 where it is not known."""


def made_elsewhere(all_: Mapping[str, Consumed], own_runs: Collection[str]) -> dict[str, Consumed]:
    """Those that came from no run of the notebook's own."""
    return {name: each for name, each in all_.items() if each.origin not in own_runs}


def is_notebook(address: str) -> bool:
    """Whether an address is the path of a notebook or of a snapshot; else it is one of the tracker's."""
    return address.endswith(_NOTEBOOK)


def is_moving(address: str) -> bool:
    """Whether an address of the tracker may come to mean another run: a model's alias, stage or latest version."""
    return _MOVING.fullmatch(address) is not None
