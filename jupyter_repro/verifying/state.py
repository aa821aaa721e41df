"""Comparing the state of a session after each cell with what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from jupyter_repro.records.session_states import State, digest_in, is_digested, words_in
from jupyter_repro.records.snapshot import CellId
from jupyter_repro.verdicts import Divergence
from jupyter_repro.verifying.reference import Expected

UNSEEN = "no output of this cell shows it"

Pair = tuple[str, str]
"""A variable as it was recorded and as it was found; "" where it was not there."""


def state_divergences(
    expected: Mapping[CellId, Expected], found: Mapping[CellId, State]
) -> dict[CellId, tuple[Divergence, ...]]:
    """For each cell the variables that differ from the record in it; not those that differed before and stayed so.

    `expected` is in the order of the document. A variable is compared from the first cell that it was recorded of,
    and one that was never recorded from the first cell that anything was recorded of.
    """
    ever = {name for cell in expected.values() for name in cell.state}
    begun: set[str] = set()
    before: dict[str, Pair] = {}
    diverged: dict[CellId, tuple[Divergence, ...]] = {}
    for cell_id, cell in expected.items():
        begun |= set(cell.state)
        if cell_id not in found:
            continue
        after = _pairs(cell.state, found[cell_id])
        new = {name: pair for name, pair in after.items() if before.get(name) != pair}
        compared = {name: pair for name, pair in new.items() if name in begun or (begun and name not in ever)}
        diverged[cell_id] = tuple(_divergences(compared))
        before = after
    return diverged


def with_state(outputs: Sequence[Divergence], state: Sequence[Divergence]) -> tuple[Divergence, ...]:
    """All divergences of a cell; those of its state say so where nothing else would show them."""
    if outputs:
        return (*outputs, *state)
    return tuple(msgspec.structs.replace(each, summary=f"{each.summary} ({UNSEEN})") for each in state)


def _pairs(recorded: State, found: State) -> dict[str, Pair]:
    return {name: (recorded.get(name, ""), found.get(name, "")) for name in sorted({*recorded, *found})}


def _divergences(pairs: Mapping[str, Pair]) -> Iterator[Divergence]:
    for name, (recorded, found) in pairs.items():
        if what := _what(recorded, found):
            yield Divergence(f"the variable {name} {what}", variable=name)


def _what(recorded: str, found: str) -> str:
    """How a variable diverges; "" where it does not, or where a digest is missing to tell by."""
    if not found:
        return f"is missing, which was recorded{_in_brackets(recorded)}"
    if not recorded:
        return f"is there, which was not when this was recorded{_in_brackets(found)}"
    if not is_digested(recorded) or not is_digested(found) or digest_in(recorded) == digest_in(found):
        return ""
    return f"is not what was recorded: {_words(words_in(recorded), words_in(found))}"


def _in_brackets(value: str) -> str:
    return f" ({words_in(value)})" if is_digested(value) and words_in(value) else ""


def _words(recorded: str, found: str) -> str:
    return f"{found}, as before, with other content" if recorded == found else f"{found}, was {recorded}"
