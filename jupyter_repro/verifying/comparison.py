"""Comparing the outputs of one cell with what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from jupyter_repro.canonical import Output, record_outputs
from jupyter_repro.comparators import comparator_for
from jupyter_repro.comparators.quoting import quoted
from jupyter_repro.policy import Policy
from jupyter_repro.records import OutputRecord, OutputType, Representation
from jupyter_repro.verdicts import Divergence
from jupyter_repro.verifying.aligned_outputs import aligned, moved
from jupyter_repro.verifying.reference import Expected

_KINDS: dict[OutputType, str] = {
    "stream": "a stream",
    "display_data": "a display",
    "execute_result": "a result",
    "error": "an error",
}
_TOLD_BY = ("text/plain", "text/markdown", "text/latex", "application/vnd.jupyter.error")
"""Representations whose first line says which output is meant, the best first."""


class Found(NamedTuple):
    """An output of this run."""

    output: Output
    record: OutputRecord


def divergences(expected: Expected, found: tuple[Output, ...], policy: Policy) -> tuple[Divergence, ...]:
    """Every representation that differs, and every output that is missing, additional or in another place."""
    return tuple(_divergences(expected, found, policy))


def _divergences(expected: Expected, found: tuple[Output, ...], policy: Policy) -> Iterator[Divergence]:
    records = record_outputs(found)
    if (first := moved(expected.outputs, records)) is not None:
        what = f"the same outputs in another order, from output {first} on"
        yield Divergence(what, output=first, mime=_first(expected.outputs[first]))
        return
    for before, now in aligned(expected.outputs, records):
        if now is None and before is not None:
            yield _one_sided(before, expected.outputs[before], "that was recorded is missing")
        elif before is None and now is not None:
            yield _one_sided(now, records[now], "appeared that was not recorded")
        elif before is not None and now is not None:
            pair = Found(found[now], records[now])
            yield from _output_divergences(now, expected, expected.outputs[before], pair, policy)


def _output_divergences(
    index: int, expected: Expected, recorded: OutputRecord, found: Found, policy: Policy
) -> Iterator[Divergence]:
    if recorded.type != found.record.type:
        yield Divergence(f"{_KINDS[recorded.type]} became {_KINDS[found.record.type]}", output=index)
        return
    for mime in sorted({*recorded.data, *found.record.data}):
        if mime not in found.record.data:
            yield Divergence(f"the representation {mime} is missing", output=index, mime=mime)
        elif mime not in recorded.data:
            yield Divergence(f"the representation {mime} is new", output=index, mime=mime)
        elif divergence := _compared(mime, expected, recorded.data[mime], found, policy):
            yield msgspec.structs.replace(divergence, output=index, mime=mime)


def _compared(
    mime: str, expected: Expected, recorded: Representation, found: Found, policy: Policy
) -> Divergence | None:
    now = found.record.data[mime]
    if recorded.digest == now.digest:
        return None
    full = expected.text(recorded)
    if full is not None:
        return comparator_for(mime).compare(full, found.output.data[mime], policy) or _unseen(recorded)
    return _from_excerpt(recorded, now, policy)


def _from_excerpt(recorded: Representation, found: Representation, policy: Policy) -> Divergence:
    """The notebook was stripped: what can still be told from the excerpt."""
    told = comparator_for("text/plain").compare("\n".join(recorded.excerpt), "\n".join(found.excerpt), policy)
    if told is None:
        return _unseen(recorded)
    # what was cut out of the excerpt may differ as well: nothing can be let pass
    return msgspec.structs.replace(told, allowed="")


def _unseen(recorded: Representation) -> Divergence:
    return Divergence(
        f"its digest differs, in a part of which only the digest was kept ({recorded.size} in size)"
    )


def _one_sided(index: int, record: OutputRecord, what: str) -> Divergence:
    return Divergence(f"{_KINDS[record.type]} {what}{_content(record)}", output=index, mime=_first(record))


def _content(record: OutputRecord) -> str:
    """The first line that says which output it is, else its MIME types."""
    streams = (mime for mime in record.data if record.type == "stream")
    told = next((mime for mime in (*streams, *_TOLD_BY) if mime in record.data), None)
    line = next(filter(None, record.data[told].excerpt), "") if told else ""
    return f": {quoted(line)}" if line else f" ({', '.join(sorted(record.data))})" if record.data else ""


def _first(record: OutputRecord) -> str:
    return min(record.data, default="")
