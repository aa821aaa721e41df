"""What differs between the cells of two records of a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from jupyter_repro.differences import CellDifference
from jupyter_repro.records import CellRecord, OutputRecord

_STREAM = "application/vnd.jupyter."
"""What the MIME type of a stream begins with."""
_BEST = ("text/plain", "text/markdown", "text/html")
"""The representations whose diff says most to a reader, the best first."""


def cell_differences(
    before: Sequence[CellRecord], after: Sequence[CellRecord], *, sources_only: bool = False
) -> Iterator[CellDifference]:
    """Cells that were deleted, are new, were edited, show another output or leave another state; in document order.

    `sources_only` where one of the two holds no outputs to compare.
    """
    recorded, found = (
        {cell.id: (index, cell) for index, cell in enumerate(cells)} for cells in (before, after)
    )
    for cell_id in dict.fromkeys([*found, *recorded]):
        if cell_id not in found:
            yield CellDifference(cell_id, recorded[cell_id][0], "was deleted")
        elif cell_id not in recorded:
            yield CellDifference(cell_id, found[cell_id][0], "is new")
        else:
            index, cell = found[cell_id]
            yield from _between(index, recorded[cell_id][1], cell, sources_only=sources_only)


def _between(
    index: int, before: CellRecord, after: CellRecord, *, sources_only: bool
) -> Iterator[CellDifference]:
    if before.source_digest != after.source_digest:
        yield CellDifference(after.id, index, "was edited")
    elif not sources_only:
        yield from (CellDifference(after.id, index, what, diff) for what, diff in _outputs(before, after))
        yield from (CellDifference(after.id, index, what) for what in _states(before, after))


def _outputs(before: CellRecord, after: CellRecord) -> Iterator[tuple[str, str]]:
    if len(before.outputs) != len(after.outputs):
        yield f"shows {len(after.outputs)} outputs, it showed {len(before.outputs)}", ""
    for number, (was, now) in enumerate(zip(before.outputs, after.outputs, strict=False)):
        if was != now:
            mimes = sorted(
                mime for mime in {*was.data, *now.data} if _digest(was, mime) != _digest(now, mime)
            )
            told = f" ({', '.join(mime.removeprefix(_STREAM) for mime in mimes)})" if mimes else ""
            yield f"shows another output {number}{told}", _diff(was, now, mimes)


def _digest(output: OutputRecord, mime: str) -> str:
    return output.data[mime].digest if mime in output.data else ""


def _diff(before: OutputRecord, after: OutputRecord, mimes: Sequence[str]) -> str:
    both = [mime for mime in mimes if mime in before.data and mime in after.data]
    best = next((mime for mime in (*_BEST, *both) if mime in both), None)
    if best is None:
        return ""
    was, now = before.data[best].excerpt, after.data[best].excerpt
    return "\n".join(list(unified_diff(was, now, lineterm="", n=2))[2:])


def _states(before: CellRecord, after: CellRecord) -> Iterator[str]:
    # a state that was watched on one side only says nothing
    if before.state and after.state:
        for name in sorted(name for name in before.state if before.state[name] != after.state.get(name)):
            yield f"leaves another {name}"
