"""What may stand after the question mark of a tracker's address."""

from __future__ import annotations

from urllib.parse import parse_qsl

from jupyter_repro.errors import ReproError
from jupyter_repro.records.tracked_run import Destination

EXPERIMENT = "experiment"
"""The key that is ours, for any tracker."""


def check_keys(destination: Destination, known: tuple[str, ...] = ()) -> None:
    """Raise ReproError for a key that is not among those a tracker knows; `known` are besides `experiment`."""
    query = destination.rest.partition("?")[2]
    for key, _ in parse_qsl(query, keep_blank_values=True):
        if key not in known:
            every = ", ".join(f"?{name}=…" for name in (EXPERIMENT, *known))
            raise ReproError(
                f"an address of {destination.scheme} has no {key!r} after its question mark",
                f"it may have: {every}",
            )
