"""JSON: the first path that differs, and numbers by how much they changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from jupyter_repro.comparators.line_diff import unified
from jupyter_repro.comparators.numbers import NumberChange, told, within
from jupyter_repro.comparators.text import short, text_divergence
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence


class Difference(msgspec.Struct, frozen=True):
    """One place that differs."""

    path: str
    summary: str
    number: NumberChange | None = None


class JsonComparator:
    """Walks both documents side by side."""

    mimes = ("application/json", "*+json")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None for equal documents."""
        if recorded == found:
            return None
        try:
            differences = list(_differences("$", json.loads(recorded), json.loads(found)))
        except (ValueError, RecursionError):
            return text_divergence(recorded, found, policy)
        if not differences:
            return text_divergence(recorded, found, policy)
        return _told(differences, unified(recorded, found), policy)


def _told(differences: list[Difference], diff: str, policy: Policy) -> Divergence:
    numbers = [each.number for each in differences if each.number]
    allowed = len(numbers) == len(differences) and within(numbers, policy.tolerance)
    first = differences[0]
    more = f", and {len(differences) - 1} more" if len(differences) > 1 else ""
    return Divergence(
        f"{first.path}: {first.summary}{more}",
        diff,
        allowed=f"tolerance {policy.tolerance:g}" if allowed else "",
    )


def _differences(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_arrays(path, before, after)
    elif _is_number(before) and _is_number(after):
        change = NumberChange(json.dumps(before), json.dumps(after))
        if change.before != change.after:
            yield Difference(path, told([change]), change)
    elif type(before) is not type(after) or before != after:
        yield Difference(path, f"{_word(before)} became {_word(after)}")


def _of_objects(path: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for key in sorted({*before, *after}):
        if key not in after:
            yield Difference(f"{path}.{key}", f"{_word(before[key])} is missing")
        elif key not in before:
            yield Difference(f"{path}.{key}", f"{_word(after[key])} is new")
        else:
            yield from _differences(f"{path}.{key}", before[key], after[key])


def _of_arrays(path: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    if len(before) != len(after):
        yield Difference(path, f"{len(before)} items became {len(after)}")
    for index, (old, new) in enumerate(zip(before, after, strict=False)):
        yield from _differences(f"{path}[{index}]", old, new)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _word(value: Any) -> str:
    return short(value if isinstance(value, str) else json.dumps(value))
