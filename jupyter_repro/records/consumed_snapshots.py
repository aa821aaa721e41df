"""Snapshots that a notebook says it builds upon, with `%repro uses NAME ADDRESS`."""

from __future__ import annotations

import re

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


def is_notebook(address: str) -> bool:
    """Whether an address is the path of a notebook or of a snapshot; else it is one of the tracker's."""
    return address.endswith(_NOTEBOOK)


def is_moving(address: str) -> bool:
    """Whether an address of the tracker may come to mean another run: a model's alias, stage or latest version."""
    return _MOVING.fullmatch(address) is not None
