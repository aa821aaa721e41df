"""Causes of a notebook that logs into an experiment tracker: what a tracker says depends on what it holds already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.verdicts import Cause, CellVerdict, Where

_REMEDY = (
    "leave its words out: the tag repro-ignore, or %repro ignore in the cell; "
    "a rule for it: jupyter repro help tracking"
)
_WORDS = re.compile(
    r"\b(?:mlflow|wandb|aim|neptune|dvclive|runs?|experiments?|registered|versions?|models?|artifacts?|sync)\b"
    r"|\b[0-9a-f]{16,}\b|\b[a-z]+-[a-z]+-\d+\b",
    re.I,
)
"""Of trackers; the last two are ids of runs, and the names that trackers make up for them."""


def speaks_of_tracker(texts: Iterable[tuple[str, str]]) -> bool:
    """Whether a line that only one of two texts has, as it was recorded or as it was found, speaks of a tracker."""
    return any(_WORDS.search(line) for before, now in texts for line in _only_in_one(before, now))


def _only_in_one(before: str, now: str) -> set[str]:
    return set(before.splitlines()) ^ set(now.splitlines())


def names_tracker(sources: Iterable[str], tracked: Iterable[str]) -> bool:
    """Whether one of the cells' sources names one of the trackers at these addresses."""
    schemes = {tracker_address(address).scheme for address in tracked}
    return any(scheme in source for source in sources for scheme in schemes)


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
