"""Values of parameters as trackers are given them: numbers stay numbers, so that a tracker can filter by them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from numbers import Real
from typing import Any

Value = str | int | float | bool

SHORT = 250
"""Characters of a text: some trackers take no more."""
_LARGEST = 2**63
"""Whole numbers from here on are texts: few trackers keep them as numbers."""


def tracked_value(value: Any) -> Value:
    """A number or a truth value as it is; anything else, and a number that no tracker keeps, as a short text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and -_LARGEST <= value < _LARGEST:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return short(value_text(value))


def value_text(value: Any) -> str:
    """A value as text: a text as it is, anything else as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def short(text: str) -> str:
    """The text, cut with an ellipsis where it is too long for some tracker."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def is_number(value: Any) -> bool:
    """Whether a value is a number that can be written and read back: no truth value, and nothing infinite."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def stated_value(text: str, *, is_number: bool) -> Value:
    """What was written as text: a number where it is known to be one."""
    try:
        return tracked_value(json.loads(text)) if is_number else text
    except ValueError:
        return text


def texts(values: Mapping[str, Value]) -> dict[str, str]:
    """Name to value as text, as a run is read back."""
    return {name: value_text(value) for name, value in values.items()}
