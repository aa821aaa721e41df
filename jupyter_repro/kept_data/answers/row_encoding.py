"""Bytes of a row: its values with their types, so that no two rows give the same, and that sort as the values do.

Source of the method: the tuple layer of FoundationDB (design/tuple.md); types that it does not have stand in the range
that it leaves to users.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

_NULL, _BYTES, _TEXT, _LIST, _DOUBLE, _FALSE, _TRUE, _UUID = map(
    bytes, ([0x00], [0x01], [0x02], [0x05], [0x21], [0x26], [0x27], [0x30])
)
_DECIMAL, _DATE, _TIME, _ZONED_TIME, _LOCAL, _INSTANT, _DURATION, _MAPPING, _SET, _OTHER = (
    bytes([code]) for code in range(0x40, 0x4A)
)
_ZERO, _SMALLEST, _LARGEST = 0x14, 0x0B, 0x1D
_LONG = 2**32 - 1
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  local time stamps are counted without a zone
_MICROSECOND = timedelta(microseconds=1)


def encoded_row(row: Iterable[Any]) -> bytes:
    """The bytes of all values, in order."""
    return b"".join([_CODERS.get(type(value), _of_a_class)(value) for value in row])


def _encoded(value: Any) -> bytes:
    return _CODERS.get(type(value), _of_a_class)(value)


def _none(_value: None) -> bytes:
    return _NULL


def _bool(value: bool) -> bytes:
    return _TRUE if value else _FALSE


def _int(value: int) -> bytes:
    size = (value.bit_length() + 7) // 8
    if value >= 0:
        head = bytes([_ZERO + size]) if size <= 8 else struct.pack(">BI", _LARGEST, size)
        return head + value.to_bytes(size, "big")
    head = bytes([_ZERO - size]) if size <= 8 else struct.pack(">BI", _SMALLEST, _LONG - size)
    return head + (value + (1 << (8 * size)) - 1).to_bytes(size, "big")


def _float(value: float) -> bytes:
    return _DOUBLE + _sortable(value)


def _sortable(value: float) -> bytes:
    """IEEE 754 with the sign turned; all that are not a number are one."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", math.nan if math.isnan(value) else value))
    return struct.pack(">Q", bits ^ (2**64 - 1) if bits >> 63 else bits | 1 << 63)


def _bytes(value: bytes) -> bytes:
    return _BYTES + _ended(bytes(value))


def _text(value: str) -> bytes:
    return _TEXT + _ended(value.encode("utf-8", "surrogatepass"))


def _ended(content: bytes) -> bytes:
    return content.replace(b"\x00", b"\x00\xff") + b"\x00"


def _decimal(value: Decimal) -> bytes:
    return _DECIMAL + _sortable(math.nan if value.is_nan() else float(value)) + _ended(str(value).encode())


def _date(value: date) -> bytes:
    return _DATE + struct.pack(">I", value.toordinal())


def _time(value: time) -> bytes:
    of_day = _int((datetime.combine(_EPOCH, value.replace(tzinfo=None)) - _EPOCH) // _MICROSECOND)
    offset = value.utcoffset()
    return _TIME + of_day if offset is None else _ZONED_TIME + of_day + _int(offset // _MICROSECOND)


def _datetime(value: datetime) -> bytes:
    """Of one with a zone the moment, which is the same in every zone."""
    count = value.replace(tzinfo=None) - _EPOCH
    offset = value.utcoffset()
    kind, exact = (_LOCAL, count) if offset is None else (_INSTANT, count - offset)
    return kind + _int(exact // _MICROSECOND)


def _timedelta(value: timedelta) -> bytes:
    return _DURATION + _int(value // _MICROSECOND)


def _uuid(value: UUID) -> bytes:
    return _UUID + value.bytes


def _list(value: Iterable[Any]) -> bytes:
    return _LIST + _sequence(map(_encoded, value))


def _set(value: Iterable[Any]) -> bytes:
    return _SET + _sequence(sorted(map(_encoded, value)))


def _mapping(value: Mapping[Any, Any]) -> bytes:
    return _MAPPING + _sequence(sorted(_encoded(key) + _encoded(each) for key, each in value.items()))


def _sequence(parts: Iterable[bytes]) -> bytes:
    return b"".join(b"\x01" + part for part in parts) + b"\x00"


def _of_a_class(value: Any) -> bytes:
    """A type of a driver's own: a class of a known one, or by its name and how it is written."""
    for known, coder in _CODERS.items():
        if isinstance(value, known):
            return coder(value)
    if isinstance(value, Mapping):
        return _mapping(value)
    kind = type(value)
    return _OTHER + _ended(f"{kind.__module__}.{kind.__qualname__}".encode()) + _ended(str(value).encode())


_CODERS: dict[type, Callable[[Any], bytes]] = {
    type(None): _none,
    bool: _bool,
    int: _int,
    float: _float,
    str: _text,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
    Decimal: _decimal,
    datetime: _datetime,
    date: _date,
    time: _time,
    timedelta: _timedelta,
    UUID: _uuid,
    list: _list,
    tuple: _list,
    set: _set,
    frozenset: _set,
    dict: _mapping,
}
