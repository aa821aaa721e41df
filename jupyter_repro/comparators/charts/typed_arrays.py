"""Arrays that charts carry as base64 of their bytes: plotly's `bdata`, bokeh's `ndarray`."""

from __future__ import annotations

import binascii
import sys
from array import array
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from jupyter_repro.comparators.charts.replaced_values import with_replaced

CODES = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q", "f4": "f", "f8": "d",
    "int8": "b", "uint8": "B", "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "int64": "q", "uint64": "Q",
    "float32": "f", "float64": "d", "bool": "B", "uint8c": "B",
}  # fmt: skip
"""Names of plotly and of bokeh to those of Python's array module."""


def with_numbers(document: Any) -> Any:
    """The document with each typed array as lists of numbers; changed in place."""
    return with_replaced(document, _numbers)


def _numbers(value: dict[str, Any]) -> list[Any] | None:
    """The numbers of a typed array; None for anything else, also for one that cannot be read."""
    content, code = _content(value), CODES.get(str(value.get("dtype")))
    if content is None or code is None:
        return None
    try:
        numbers = array(code, b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        return None
    if value.get("order", "little") != sys.byteorder:
        numbers.byteswap()
    return _shaped(numbers.tolist(), _shape(value.get("shape")))


def _content(value: dict[str, Any]) -> str | None:
    content = value.get("bdata") or value.get("array")
    if isinstance(content, dict) and content.get("type") == "bytes":
        content = content.get("data")
    return content if isinstance(content, str) else None


def _shape(shape: Any) -> Sequence[int]:
    """plotly writes "2, 3", bokeh [2, 3]."""
    sizes = shape.split(",") if isinstance(shape, str) else shape if isinstance(shape, list) else ()
    return [int(size) for size in sizes if str(size).strip().isdecimal()]


def _shaped(numbers: list[Any], shape: Sequence[int]) -> list[Any]:
    for size in reversed(shape[1:]):
        if size and len(numbers) % size == 0:
            numbers = [numbers[start : start + size] for start in range(0, len(numbers), size)]
    return numbers
