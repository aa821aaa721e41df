"""A difference in words: its sections in the order a reader asks for them, each change as what was and what is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_repro.digest import UNREADABLE
from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.formatting.sizes import human_size, two_sizes
from jupyter_repro.records.differences import CellDifference, ContextDifference
from jupyter_repro.records.environment_reads import KEYED

_TITLES = {
    "seed and pins": "seed and pins",
    "data": "data",
    "consumes": "snapshots it builds upon",
    "modules": "local modules",
    "packages": "packages",
    "python": "Python",
    "environment": "environment",
    "variables": "environment",
    "machine": "machine",
    "blas": "machine",
    "git": "git",
    "hidden state": "hidden state",
}
"""Section of the context to the title that it is reported under, in the order of telling."""

_NEW = {"not recorded", "not there"}
_GONE = {"missing", "not installed", UNREADABLE}
_DIGEST = re.compile(
    r"(?<![\w./-])(?:blake3:(?=[0-9a-f]{16})|(?:\w+:)?(?=[0-9a-f]{32}))([0-9a-f]{8})[0-9a-f]+(?![\w/-]|\.\w)"
)
"""A digest or a commit; digits in the name of a file, and the id of a table's snapshot, mean something as they are."""
_WHOLE_DIGEST = re.compile(rf"(?:{_DIGEST.pattern})\Z")


@dataclass(frozen=True)
class DifferenceSection:
    """Changes that are reported under one title."""

    title: str
    changes: Sequence[ContextDifference]
    installed: Sequence[ContextDifference] = ()
    """Packages that the notebook does not import: they are counted."""


def sections(changes: Sequence[ContextDifference]) -> Iterator[DifferenceSection]:
    """Every section that has changes; what no title is known for comes last, under its own name."""
    titles = [_TITLES.get(change.section, change.section) for change in changes]
    for title in dict.fromkeys([*_TITLES.values(), *titles]):
        members = [change for change, its in zip(changes, titles, strict=True) if its == title]
        installed = [each for each in members if each.kind == "package" and not each.matters]
        if members:
            yield DifferenceSection(title, [each for each in members if each not in installed], installed)


def sentence(change: ContextDifference) -> str:
    """One change in a line: `pandas 2.2.3 → 2.3.0`."""
    was, now = was_and_now(change)
    if change.section == "hidden state":
        return f"{change.name} (only {'before' if change.recorded == 'recorded' else 'after'})"
    if change.recorded in _NEW:
        return f"{change.name} is new ({now})"
    if change.found in _GONE:
        return f"{change.name} is {change.found} (was {was})"
    if change.recorded_size is not None and change.found_size is not None:
        return f"{change.name}: {_sizes(change)} ({_short(change.recorded)} → {_short(change.found)})"
    return f"{change.name}{'' if change.section == 'packages' else ':'} {was} → {now}"


def was_and_now(change: ContextDifference) -> tuple[str, str]:
    """What was and what is, as far as a person reads it: a size, and of a digest the beginning."""
    return (
        _value(change.recorded, change.recorded_size, "a value (only a digest is kept)"),
        _value(change.found, change.found_size, "another value"),
    )


def cell_name(cell: CellDifference) -> str:
    """The cell by its number in the state that has it, and its id."""
    return f"{numbered(cell.position + 1)} ({cell.id})"


def _sizes(change: ContextDifference) -> str:
    recorded, found = change.recorded_size or 0, change.found_size or 0
    if recorded == found:
        return f"{human_size(found)} as before, with other content"
    return " → ".join(two_sizes(recorded, found))


def _value(value: str, size: int | None, unnamed: str) -> str:
    if value.startswith(KEYED):
        return unnamed
    short = _short(value) or "none"
    return f"{human_size(size)}, {short}" if size is not None and _WHOLE_DIGEST.match(value) else short


def _short(value: str) -> str:
    return _DIGEST.sub(r"\1…", value)
