"""The values of rows, from the bytes that `row_encoding` gives them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  local time stamps are counted without a zone
_ZERO, _SMALLEST, _LARGEST = 0x14, 0x0B, 0x1D
_LONG = 2**32 - 1
_ALL, _SIGN = 2**64 - 1, 1 << 63


class Value(NamedTuple):
    """A value, and where the next one begins."""

    value: Any
    end: int


def decoded_values(content: bytes) -> Iterator[Any]:
    """All values, in order; a time stamp with a zone is in UTC.

    Raises ValueError for what is no such value, among it mappings, sets, and types of a driver's own.
    """
    at = 0
    while at < len(content):
        try:
            value, at = _decoded(content, at)
        except (ValueError, IndexError, struct.error, ArithmeticError, RecursionError):
            raise ValueError("a value is cut, or is none") from None
        yield value


def _decoded(content: bytes, at: int) -> Value:
    code = content[at]
    if _SMALLEST <= code <= _LARGEST:
        return _int(content, at)
    if code not in _DECODERS:
        raise ValueError(f"no value begins with {code:#04x}")
    return _DECODERS[code](content, at + 1)


def _int(content: bytes, at: int) -> Value:
    code, start = content[at], at + 1
    size, is_negative = abs(code - _ZERO), code < _ZERO
    if size > 8:
        (size,) = struct.unpack_from(">I", content, start)
        size, start = (_LONG - size if is_negative else size), start + 4
    number = int.from_bytes(_taken(content, start, size), "big")
    return Value(number - (1 << (8 * size)) + 1 if is_negative else number, start + size)


def _float(content: bytes, at: int) -> Value:
    bits = int.from_bytes(_taken(content, at, 8), "big")
    (value,) = struct.unpack(">d", struct.pack(">Q", bits ^ (_SIGN if bits & _SIGN else _ALL)))
    return Value(value, at + 8)


def _bytes(content: bytes, at: int) -> Value:
    end = content.index(b"\x00", at)
    while content[end + 1 : end + 2] == b"\xff":
        end = content.index(b"\x00", end + 1)
    return Value(content[at:end].replace(b"\x00\xff", b"\x00"), end + 1)


def _text(content: bytes, at: int) -> Value:
    value, end = _bytes(content, at)
    return Value(value.decode("utf-8", "surrogatepass"), end)


def _decimal(content: bytes, at: int) -> Value:
    """After its place in the order, how it is written."""
    text, end = _text(content, at + 8)
    return Value(Decimal(text), end)


def _date(content: bytes, at: int) -> Value:
    (ordinal,) = struct.unpack_from(">I", content, at)
    return Value(date.fromordinal(ordinal), at + 4)


def _duration(content: bytes, at: int) -> Value:
    count, end = _int(content, at)
    return Value(timedelta(microseconds=count), end)


def _local(content: bytes, at: int) -> Value:
    since, end = _duration(content, at)
    return Value(_EPOCH + since, end)


def _instant(content: bytes, at: int) -> Value:
    local, end = _local(content, at)
    return Value(local.replace(tzinfo=UTC), end)


def _time(content: bytes, at: int) -> Value:
    local, end = _local(content, at)
    return Value(local.time(), end)


def _uuid(content: bytes, at: int) -> Value:
    return Value(UUID(bytes=_taken(content, at, 16)), at + 16)


def _list(content: bytes, at: int) -> Value:
    values = []
    while content[at] == 1:
        value, at = _decoded(content, at + 1)
        values.append(value)
    return Value(values, at + 1)


def _taken(content: bytes, at: int, size: int) -> bytes:
    if at + size > len(content):
        raise ValueError("the value is cut")
    return content[at : at + size]


_DECODERS: dict[int, Callable[[bytes, int], Value]] = {
    0x00: lambda _content, at: Value(None, at),
    0x01: _bytes,
    0x02: _text,
    0x05: _list,
    0x21: _float,
    0x26: lambda _content, at: Value(False, at),
    0x27: lambda _content, at: Value(True, at),
    0x30: _uuid,
    0x40: _decimal,
    0x41: _date,
    0x42: _time,
    0x44: _local,
    0x45: _instant,
    0x46: _duration,
}
