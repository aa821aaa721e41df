"""Numbers in JSON, which knows neither NaN nor infinity."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

JsonNumber = float | Literal["nan", "inf", "-inf"] | None
"""A number as it is written; None stands for one of which it is only known that it is not finite."""


def as_json(value: float) -> JsonNumber:
    """The number as it is written."""
    if math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def numbers(written: Mapping[str, JsonNumber]) -> dict[str, float]:
    """Name to number, of what was written."""
    return {name: math.nan if value is None else float(value) for name, value in written.items()}
