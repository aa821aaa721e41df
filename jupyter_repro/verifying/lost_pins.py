"""Pins that were applied when a notebook was recorded, and are not in this run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from jupyter_repro.pinning.applied_pins import NOT_PINNED


def lost_pins(recorded: Mapping[str, str], found: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    """A sentence for each, without its full stop.

    `recorded` and `found` are names of pins to how they were applied, `known` the pins that are installed for the
    kernel: one of these that was not applied is of a library that was not imported.
    """
    for name, how in recorded.items():
        now = found.get(name, "")
        if how.isdigit() and now.startswith(NOT_PINNED):
            yield f"the pin {name} was applied when it was recorded, and fails now: {now.removeprefix(NOT_PINNED)}"
        elif how.isdigit() and not now and name not in known:
            yield f"the pin {name} was applied when it was recorded; install the plug-in that brings it"
