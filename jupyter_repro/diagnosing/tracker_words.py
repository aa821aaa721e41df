"""Causes of a notebook that logs into an experiment tracker: what a tracker says depends on what it holds already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.verdicts import Cause, CellVerdict, Where

_REMEDY = (
    "leave its words out: the tag repro-ignore, or %repro ignore in the cell; a rule is in docs/tracking.md"
)


def tracker_causes(cell: CellVerdict, tracked: Mapping[str, int | None]) -> Iterator[Cause]:
    """A cause for each tracker that the cell may have heard from; `tracked` is address to the index that began a run.

    Before the first run is begun, it is a cell that names the tracker: it may set an experiment, say.
    """
    for address, index in tracked.items():
        began = index is not None and index <= cell.index
        if began or tracker_address(address).scheme in cell.source:
            what = f"the notebook logs into {address}, whose words depend on what earlier runs left there"
            where = Where(index if began and index is not None else cell.index)
            yield Cause("tracker", "suspected", what, where, _REMEDY)
