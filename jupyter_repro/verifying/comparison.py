"""Comparing the outputs of one cell with what was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from jupyter_repro.canonical import Output, is_binary, represent, representation_digest
from jupyter_repro.comparators import comparator_for
from jupyter_repro.comparators.lines import sentence, unified
from jupyter_repro.comparators.replacements import replaced
from jupyter_repro.policy import CellPolicy, Policy
from jupyter_repro.records import OutputRecord, Representation
from jupyter_repro.verdicts import Divergence
from jupyter_repro.verifying.reference import Expected


def divergences(expected: Expected, found: tuple[Output, ...], policy: CellPolicy) -> tuple[Divergence, ...]:
    """Every representation that differs, and every output that is missing or additional."""
    return tuple(_divergences(expected, found, policy))


def _divergences(expected: Expected, found: tuple[Output, ...], policy: CellPolicy) -> Iterator[Divergence]:
    for index in range(max(len(expected.outputs), len(found))):
        recorded_output = expected.outputs[index] if index < len(expected.outputs) else None
        found_output = found[index] if index < len(found) else None
        if found_output is None and recorded_output is not None:
            yield _unless_ignored(_missing(index, recorded_output), recorded_output.data, policy)
        elif recorded_output is None and found_output is not None:
            yield _unless_ignored(_additional(index, found_output), found_output.data, policy)
        elif recorded_output is not None and found_output is not None:
            yield from _output_divergences(index, expected, recorded_output, found_output, policy)


def _output_divergences(
    index: int, expected: Expected, recorded: OutputRecord, found: Output, policy: CellPolicy
) -> Iterator[Divergence]:
    if recorded.type != found.type:
        yield Divergence(f"{_article(recorded.type)} became {_article(found.type)}", output=index)
        return
    for mime in sorted({*recorded.data, *found.data}):
        told = _representation_divergence(mime, expected, recorded, found, policy.of(mime))
        if told:
            told = msgspec.structs.replace(told, output=index, mime=mime)
            yield _unless_ignored(told, (mime,), policy)


def _representation_divergence(
    mime: str, expected: Expected, recorded: OutputRecord, found: Output, policy: Policy
) -> Divergence | None:
    if mime not in found.data:
        return Divergence(f"the representation {mime} is missing")
    if mime not in recorded.data:
        return Divergence(f"the representation {mime} is new")
    return _compared(mime, expected, recorded.data[mime], found.data[mime], policy)


def _unless_ignored(told: Divergence, mimes: Iterable[str], policy: CellPolicy) -> Divergence:
    """The divergence, let pass where a rule says that none of these representations is compared."""
    names = [policy.of(mime).ignored for mime in mimes]
    if not names or not all(names):
        return told
    return msgspec.structs.replace(told, allowed=f"not compared: {', '.join(dict.fromkeys(names))}")


def _compared(
    mime: str, expected: Expected, recorded: Representation, found: str, policy: Policy
) -> Divergence | None:
    if recorded.digest == representation_digest(mime, found):
        return None
    full = expected.text(recorded)
    if full is None:
        return _from_excerpt(mime, recorded, found, policy)
    if is_binary(mime) or not policy.replacements:
        return comparator_for(mime).compare(full, found, policy) or _unseen(recorded)
    return _after_replacements(mime, full, found, policy)


def _after_replacements(mime: str, recorded: str, found: str, policy: Policy) -> Divergence:
    texts = replaced(recorded, found, policy.replacements)
    told = comparator_for(mime).compare(texts.recorded, texts.found, policy)
    if told is None:
        return Divergence(sentence(recorded, found), unified(recorded, found), allowed=texts.applied)
    if told.allowed and texts.applied:
        return msgspec.structs.replace(told, allowed=f"{told.allowed} and {texts.applied}")
    return told


def _from_excerpt(mime: str, recorded: Representation, found: str, policy: Policy) -> Divergence:
    """The notebook was stripped: what can still be told from the excerpt."""
    excerpt, found_excerpt = "\n".join(recorded.excerpt), "\n".join(represent(mime, found).excerpt)
    told = comparator_for("text/plain").compare(excerpt, found_excerpt, policy)
    if told is None:
        return _unseen(recorded)
    # what was cut out of the excerpt may differ as well: nothing can be let pass
    return msgspec.structs.replace(told, allowed="")


def _unseen(recorded: Representation) -> Divergence:
    return Divergence(
        f"its digest differs, in a part of which only the digest was kept ({recorded.size} in size)"
    )


def _missing(index: int, recorded: OutputRecord) -> Divergence:
    return Divergence(
        f"{_article(recorded.type)} that was recorded is missing", output=index, mime=_first(recorded.data)
    )


def _additional(index: int, found: Output) -> Divergence:
    return Divergence(
        f"{_article(found.type)} appeared that was not recorded", output=index, mime=_first(found.data)
    )


def _first(data: dict[str, object] | dict[str, Representation] | dict[str, str]) -> str:
    return min(data, default="")


def _article(kind: str) -> str:
    name = kind.replace("_", " ")
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
