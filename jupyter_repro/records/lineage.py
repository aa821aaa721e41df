"""What a notebook's result was made from: its snapshot, those that it builds upon, and so on."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Source(msgspec.Struct, frozen=True):
    """Data that a snapshot was made from."""

    name: str
    size: int
    """Bytes."""
    digest: str
    version: str = ""
    """The store's own id of the version; "" where it keeps none."""


class Ancestor(msgspec.Struct, frozen=True):
    """One snapshot, and those that it builds upon."""

    name: str
    """By which the notebook that builds upon it calls it; "" for the one that was asked for."""
    address: str
    """Path of its notebook as seen from where it was asked; else where the tracker has it."""
    notebook: str = ""
    digest: str = ""
    """Of the snapshot as it was recorded; "" where there is none to be seen."""
    recorded: str = ""
    seed: int | None = None
    commit: str = ""
    dirty: bool = False
    """Whether something was not committed."""
    verified: str = ""
    """What the last verification said; "" where there was none."""
    drift: tuple[str, ...] = ()
    """What is not here any more as it was recorded, a line each."""
    note: str = ""
    """What else is to be said of it, or why nothing is: a sentence without its full stop."""
    cycle: bool = False
    """Whether it is one that builds upon itself, by what stands above: it is not followed again."""
    data: tuple[Source, ...] = ()
    consumes: tuple[Ancestor, ...] = ()


def every(ancestor: Ancestor) -> Iterator[Ancestor]:
    """It and all that it builds upon, each as often as it is built upon."""
    yield ancestor
    for each in ancestor.consumes:
        yield from every(each)


def state_words(ancestor: Ancestor) -> str:
    """Whether it was verified, and whether what it was made from is still so."""
    if not ancestor.digest:
        return "not known"
    verified = ancestor.verified or "not verified"
    return f"{verified}, drifted" if ancestor.drift else verified
