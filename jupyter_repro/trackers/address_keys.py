"""What may stand after the question mark of a tracker's address."""

from __future__ import annotations

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.errors import ReproError
from jupyter_repro.records.tracked_run import Destination

EXPERIMENT = "experiment"
"""The key that is ours, for any tracker."""


def check_keys(destination: Destination, known: tuple[str, ...] = ()) -> None:
    """Raise ReproError for a key that is not among those a tracker knows; `known` are besides `experiment`."""
    for key, _ in tracker_address(destination.address).parameters:
        if key not in known:
            every = ", ".join(f"?{name}=…" for name in (EXPERIMENT, *known))
            raise ReproError(
                f"an address of {destination.scheme} has no {key!r} after its question mark",
                f"it may have: {every}",
            )
