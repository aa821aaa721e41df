"""What drifted, in lines for a person: what the result may depend on first, and what is only installed as a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from jupyter_repro.digest import ALGORITHM, MISSING, short_digest
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.records.environment_reads import KEYED
from jupyter_repro.verdicts import ContextChange

MOST_CHANGES = 12
MOST_PACKAGES = 5
MOST_BRIEF = 5
MOST_NAMED = 4
_ORDER = (
    "data",
    "upstream",
    "code",
    "package",
    "python",
    "environment-variable",
    "hash-order",
    "threads",
    "locale",
    "timezone",
)
_OF_A_STORE = re.compile(r"^(\w+:[0-9a-f]{12})[0-9a-f]{12,}\S*")


def drift_lines(changes: Sequence[ContextChange], *, diverged: bool) -> list[str]:
    """One line for each change, most weighty first; many of a kind, and what does not matter, are counted.

    What git says is reported where something `diverged`: else another commit is the one that holds the snapshot.
    """
    relevant = sorted((change for change in changes if change.matters), key=_weight)
    packages = [change for change in relevant if change.kind == "package"]
    others = [change for change in relevant if change.kind != "package"]
    lines = [*map(change_words, others[:MOST_CHANGES]), *_more(others[MOST_CHANGES:], "change")]
    lines += [
        *map(change_words, packages[:MOST_PACKAGES]),
        *_more(packages[MOST_PACKAGES:], "imported package"),
    ]
    return [*lines, *_no_matter([change for change in changes if not change.matters], diverged=diverged)]


def brief_drift(changes: Sequence[ContextChange], *, matters: bool) -> list[str]:
    """At most a few lines: what may matter, and one for all that is of no consequence.

    Where the outputs agree, and nobody asked to fail for it, no drift `matters`; and what git says is not worth a word,
    for another commit is the one that holds the snapshot.
    """
    weighty = sorted((change for change in changes if matters and change.matters), key=_weight)
    light = [change for change in changes if not (matters and change.matters)]
    rest = weighty[MOST_BRIEF:] + [
        change for change in light if matters or change.matters or change.kind == "package"
    ]
    lines = list(map(change_words, weighty[:MOST_BRIEF]))
    return [*lines, _folded(rest, more=bool(lines), moved=matters)] if rest else lines


def _folded(changes: Sequence[ContextChange], *, more: bool, moved: bool) -> str:
    """Many changes in one line, those that a result may depend on by their names."""
    weighty = sorted((each for each in changes if each.matters), key=_weight)
    unused = [each for each in changes if not each.matters and each.kind == "package"]
    rest = [each for each in changes if not each.matters and each.kind != "package"]
    if len(weighty) == 1 and not (unused or rest):
        parts = [change_words(weighty[0])]
    else:
        parts = [f"{each.kind} {each.name}" for each in (*weighty, *rest)]
    left_out = len(parts) - MOST_NAMED
    parts = parts[:MOST_NAMED] + ([f"{counted(left_out, 'more change')}"] if left_out > 0 else [])
    parts += [f"{counted(len(unused), 'package')} that it does not import"] if unused else []
    effect = "" if moved else " (without effect on an output)"
    return f"{'also ' if more else ''}{', '.join(parts)}{effect}"


def change_words(change: ContextChange) -> str:
    """One change: its kind, its name, and what it was and is."""
    if change.kind == "upstream" and change.recorded.startswith(ALGORITHM):
        became = "has no snapshot any more" if change.found == MISSING else "was recorded again"
        return f"upstream {change.name} {became}: {_short(change.recorded)} → {_short(change.found)}"
    if change.recorded.startswith(KEYED) and change.found.startswith(KEYED):
        return f"{change.kind} {change.name}: another value, which is not shown"
    return f"{change.kind} {change.name}: {_short(change.recorded)} → {_short(change.found)}"


def shortened(change: ContextChange) -> ContextChange:
    """The change with digests cut to what tells them apart."""
    return msgspec.structs.replace(change, recorded=_short(change.recorded), found=_short(change.found))


def _weight(change: ContextChange) -> int:
    return _ORDER.index(change.kind) if change.kind in _ORDER else len(_ORDER)


def _more(rest: Sequence[ContextChange], what: str) -> Iterator[str]:
    if rest:
        yield f"… and {counted(len(rest), f'more {what}')}"


def _no_matter(changes: Sequence[ContextChange], *, diverged: bool) -> Iterator[str]:
    if diverged:
        yield from (change_words(change) for change in changes if change.kind != "package")
    if installed := [change for change in changes if change.kind == "package"]:
        differ = "differs" if len(installed) == 1 else "differ"
        yield f"{counted(len(installed), 'installed package')} that it does not import {differ}"


def _short(value: str) -> str:
    if value.startswith(KEYED):
        return "a value that is not shown"
    return short_digest(value) + "…" if value.startswith(ALGORITHM) else _OF_A_STORE.sub(r"\1…", value)
