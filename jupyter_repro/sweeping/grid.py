"""The values of a sweep, as they are written on the command line, and all their combinations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.records.sweeps import SEED

MOST = 10_000
"""Combinations of one sweep."""
_RANGE = re.compile(r"(-?\d+):(-?\d+)")
_FORM = "for instance: -p lr 0.1,0.01 -p seed 1:5"


def values_of(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[Any, ...]]:
    """Parameter to its values: a list with commas of JSON values, words, and ranges such as `1:5`, both ends included.

    Raises ReproError where nothing, too much or one parameter twice is given, and for a seed that is no whole number.
    """
    values: dict[str, tuple[Any, ...]] = {}
    for name, text in pairs:
        if name in values:
            raise ReproError(f"the parameter {name} is given twice", _FORM)
        values[name] = _distinct(_values(text))
        if not values[name]:
            raise ReproError(f"the parameter {name} has no value", _FORM)
    if not values:
        raise ReproError("say which parameter is to take which values", _FORM)
    _check_seeds(values.get(SEED, ()))
    return values


def combinations(values: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Every combination, the last parameter the fastest; raises ReproError for too many."""
    count = 1
    for each in values.values():
        count *= len(each)
    if count > MOST:
        raise ReproError(f"that is {count:,} runs, more than {MOST:,}", "give fewer values")
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]


def _values(text: str) -> Iterator[Any]:
    # a list, an object or a quoted text of JSON may hold commas itself
    whole = _json(f"[{text}]")
    for each in text.split(",") if whole is None else whole:
        yield from _expanded(each) if whole is None else (each,)


def _expanded(word: str) -> Iterator[Any]:
    """A range, a JSON value, or the word itself."""
    word = word.strip()
    if match := _RANGE.fullmatch(word):
        first, last = int(match[1]), int(match[2])
        if abs(last - first) >= MOST:
            raise ReproError(f"{word} are more than {MOST:,} values", "give fewer")
        yield from range(first, last + 1) if first <= last else range(first, last - 1, -1)
    elif word:
        value = _json(word)
        yield word if value is None and word != "null" else value


def _json(text: str) -> Any:
    """A JSON value; None for what is none, and for numbers that JSON does not know."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except ValueError:
        return None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _distinct(values: Iterator[Any]) -> tuple[Any, ...]:
    return tuple({json.dumps(value, sort_keys=True): value for value in values}.values())


def _check_seeds(seeds: Sequence[Any]) -> None:
    for seed in seeds:
        if not isinstance(seed, int) or isinstance(seed, bool):
            raise ReproError(f"the seed {seed!r} is no whole number", _FORM)
