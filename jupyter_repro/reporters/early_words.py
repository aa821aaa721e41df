"""What a snapshot saw that will not come again, said when it is recorded and not in CI."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.formatting.unheld_data import unheld_lines
from jupyter_repro.pinning.applied_pins import EVERY_LIBRARY, NOT_PINNED
from jupyter_repro.records.snapshot import Snapshot, Use

MOST_NAMED = 3
"""Uses that are named; the snapshot has them all."""


def early_lines(snapshot: Snapshot) -> Iterator[str]:
    """A line for what cannot be pinned, for each pin that failed, for data that it changes or no date holds."""
    seen = [use for use in snapshot.uses if _is_reported(use)]
    if seen:
        named = [f"{use.what} ({recorded_place(snapshot, use.cell, use.line)})" for use in seen[:MOST_NAMED]]
        more = f"; and {len(seen) - MOST_NAMED} more" if len(seen) > MOST_NAMED else ""
        yield f"cannot be pinned: {'; '.join(named)}{more}"
    for name, how in snapshot.context.pins.items():
        if how.startswith(NOT_PINNED) and name != EVERY_LIBRARY:
            yield f"the pin {name} failed: {how.removeprefix(NOT_PINNED)}"
    for name, data in snapshot.context.data.items():
        if data.changed:
            place = recorded_place(snapshot, data.cell, data.line)
            yield f"the notebook itself changes {name} ({place}): no two runs begin alike"
    yield from unheld_data_lines(snapshot)


def unheld_data_lines(snapshot: Snapshot) -> Iterator[str]:
    """A line for data that was read as it was then, though `%repro asof` named a date."""
    return unheld_lines({name: data.unheld for name, data in snapshot.context.data.items()})


def _is_reported(use: Use) -> bool:
    return use.varies and use.certainty == "observed" and use.kind not in _SHOWN_ELSEWHERE


def recorded_place(snapshot: Snapshot, cell: str, line: int) -> str:
    """A place in a recorded notebook, by the cell's id: `[2], line 3`."""
    number = next((number for number, each in enumerate(snapshot.cells, 1) if each.id == cell), "?")
    return numbered(number, line)


_SHOWN_ELSEWHERE = frozenset({"environment-variable", "data"})
"""Kinds that are recorded, so that a change of them is reported."""
