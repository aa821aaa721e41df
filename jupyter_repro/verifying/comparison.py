"""Comparing the outputs of one cell with what was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from jupyter_repro.canonical.canonical_form import Output, is_binary, record_outputs
from jupyter_repro.comparators import comparator_for
from jupyter_repro.comparators.lines import sentence, unified
from jupyter_repro.comparators.quoting import quoted
from jupyter_repro.comparators.replacements import replaced
from jupyter_repro.diagnosing.evidence import TextPair
from jupyter_repro.policies.policy import CellPolicy, Policy
from jupyter_repro.records.snapshot import OutputRecord, OutputType, Representation
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


class FoundOutput(NamedTuple):
    """An output of this run."""

    output: Output
    record: OutputRecord


def divergences(expected: Expected, found: tuple[Output, ...], policy: CellPolicy) -> tuple[Divergence, ...]:
    """Every representation that differs, and every output that is missing, additional or in another place."""
    return tuple(_divergences(expected, found, policy))


def _divergences(expected: Expected, found: tuple[Output, ...], policy: CellPolicy) -> Iterator[Divergence]:
    records = record_outputs(found)
    if (first := moved(expected.outputs, records)) is not None:
        what = f"the same outputs in another order, from output {first} on"
        record = expected.outputs[first]
        yield _unless_ignored(Divergence(what, output=first, mime=_first(record)), record.data, policy)
        return
    for before, now in aligned(expected.outputs, records):
        if now is None and before is not None:
            record = expected.outputs[before]
            texts = {mime: expected.text(each) for mime, each in record.data.items()}
            yield _one_sided(before, record, "that was recorded is missing", policy, texts)
        elif before is None and now is not None:
            what = "appeared that was not recorded"
            yield _one_sided(now, records[now], what, policy, found[now].data)
        elif before is not None and now is not None:
            pair = FoundOutput(found[now], records[now])
            yield from _output_divergences(now, expected, expected.outputs[before], pair, policy)


def differing_texts(expected: Expected, found: tuple[Output, ...]) -> Iterator[TextPair]:
    """Texts that differ, as they were recorded and as they were found; "" on a side that has none."""
    records = record_outputs(found)
    for before, now in aligned(expected.outputs, records):
        recorded = expected.outputs[before].data if before is not None else {}
        shown = records[now].data if now is not None else {}
        for mime in sorted({*recorded, *shown}):
            if is_binary(mime) or (
                mime in recorded and mime in shown and recorded[mime].digest == shown[mime].digest
            ):
                continue
            was = (
                (expected.text(recorded[mime]) or "\n".join(recorded[mime].excerpt))
                if mime in recorded
                else ""
            )
            yield TextPair(was, found[now].data[mime] if now is not None and mime in shown else "")


def _output_divergences(
    index: int, expected: Expected, recorded: OutputRecord, found: FoundOutput, policy: CellPolicy
) -> Iterator[Divergence]:
    if recorded.type != found.record.type:
        yield Divergence(f"{_KINDS[recorded.type]} became {_KINDS[found.record.type]}", output=index)
        return
    for mime in sorted({*recorded.data, *found.record.data}):
        if divergence := _representation_divergence(mime, expected, recorded, found, policy.of(mime)):
            divergence = msgspec.structs.replace(divergence, output=index, mime=mime)
            yield _unless_ignored(divergence, (mime,), policy)


def _representation_divergence(
    mime: str, expected: Expected, recorded: OutputRecord, found: FoundOutput, policy: Policy
) -> Divergence | None:
    if mime not in found.record.data:
        return Divergence(f"the representation {mime} is missing")
    if mime not in recorded.data:
        return Divergence(f"the representation {mime} is new")
    return _compared(mime, expected, recorded.data[mime], found, policy)


def _unless_ignored(divergence: Divergence, mimes: Iterable[str], policy: CellPolicy) -> Divergence:
    """The divergence, let pass where a rule says that none of these representations is compared."""
    names = [policy.of(mime).ignored for mime in mimes]
    if not names or not all(names):
        return divergence
    return msgspec.structs.replace(divergence, allowed=f"not compared: {', '.join(dict.fromkeys(names))}")


def _compared(
    mime: str, expected: Expected, recorded: Representation, found: FoundOutput, policy: Policy
) -> Divergence | None:
    now = found.record.data[mime]
    if recorded.digest == now.digest:
        return None
    full = expected.text(recorded)
    if full is None:
        return _from_excerpt(recorded, now, policy)
    if is_binary(mime) or not policy.replacements:
        comparator = comparator_for(mime)
        divergence = comparator.compare(full, found.output.data[mime], policy)
        return divergence if divergence or getattr(comparator, "sees_all", False) else _unseen(recorded)
    return _after_replacements(mime, full, found.output.data[mime], policy)


def _after_replacements(mime: str, recorded: str, found: str, policy: Policy) -> Divergence:
    texts = replaced(recorded, found, policy.replacements)
    divergence = comparator_for(mime).compare(texts.recorded, texts.found, policy)
    if divergence is None:
        return Divergence(sentence(recorded, found), unified(recorded, found), allowed=texts.applied)
    if divergence.allowed and texts.applied:
        return msgspec.structs.replace(divergence, allowed=f"{divergence.allowed} and {texts.applied}")
    return divergence


def _from_excerpt(recorded: Representation, found: Representation, policy: Policy) -> Divergence:
    """The notebook was stripped: what the excerpt still shows."""
    divergence = comparator_for("text/plain").compare(
        "\n".join(recorded.excerpt), "\n".join(found.excerpt), policy
    )
    if divergence is None:
        return _unseen(recorded)
    # what was cut out of the excerpt may differ as well: nothing can be let pass
    return msgspec.structs.replace(divergence, allowed="")


def _unseen(recorded: Representation) -> Divergence:
    return Divergence(
        f"its digest differs, in a part of which only the digest was kept ({recorded.size} in size)"
    )


def _one_sided(
    index: int, record: OutputRecord, what: str, policy: CellPolicy, texts: Mapping[str, str | None]
) -> Divergence:
    """`texts` are its representations, None for one that is not there any more."""
    summary = f"{_KINDS[record.type]} {what}{_content(record)}"
    divergence = Divergence(summary, output=index, mime=_first(record), allowed=_left_of(texts, policy))
    return _unless_ignored(divergence, record.data, policy)


def _left_of(texts: Mapping[str, str | None], policy: CellPolicy) -> str:
    """What was left out, where nothing is left of an output."""
    applied: dict[str, None] = {}
    plain = {mime: text for mime, text in texts.items() if mime == "text/plain"}
    for mime, text in (plain or texts).items():
        if text is None or is_binary(mime):
            return ""
        left = replaced(text, "", policy.of(mime).replacements)
        if left.recorded.strip():
            return ""
        applied[left.applied] = None
    return " and ".join(applied)


def _content(record: OutputRecord) -> str:
    """The first line that says which output it is, else its MIME types."""
    streams = (mime for mime in record.data if record.type == "stream")
    mime_shown = next((mime for mime in (*streams, *_TOLD_BY) if mime in record.data), None)
    line = next(filter(None, record.data[mime_shown].excerpt), "") if mime_shown else ""
    return f": {quoted(line)}" if line else f" ({', '.join(sorted(record.data))})" if record.data else ""


def _first(record: OutputRecord) -> str:
    return min(record.data, default="")
