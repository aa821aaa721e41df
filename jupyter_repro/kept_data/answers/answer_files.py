"""What a database answered, as a file that can be kept: the columns' names and zones, then the values, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from jupyter_repro.kept_data.answers.query_results import QueryResult, query_result
from jupyter_repro.kept_data.answers.row_decoding import decoded_values
from jupyter_repro.kept_data.answers.row_encoding import encoded_row

_EXACT = {type(None), bool, int, float, str, bytes, Decimal, date, time, timedelta, UUID}
"""Types whose values come back as they were."""
_SECOND = timedelta(seconds=1)


def answer_file(result: QueryResult) -> bytes | None:
    """The content of the file; None where the answer would not come back exactly as it is, with its values' types."""
    zones = [_zone_of(column) for column in _columns(result)]
    if None in zones or not zones:
        return None
    return b"".join([encoded_row([list(result.columns), zones]), *map(encoded_row, result.rows)])


def kept_answer(content: bytes) -> QueryResult:
    """What such a file holds; raises ValueError for what is none, and for a zone that this machine does not know."""
    values = decoded_values(content)
    names, zones = next(values, None), next(values, None)
    if not (names and isinstance(names, list) and isinstance(zones, list) and len(names) == len(zones)):
        raise ValueError("this is no answer of a database")
    places = list(map(_zone, zones))
    rows = (tuple(map(_in_zone, row, places)) for row in _rows(values, len(names)))
    return query_result(names, rows, ordered=True)  # in the order in which they were kept


def _columns(result: QueryResult) -> Iterator[Sequence[Any]]:
    return zip(*result.rows, strict=True) if result.rows else iter([()] * len(result.columns))


def _rows(values: Iterator[Any], width: int) -> Iterator[list[Any]]:
    left = list(values)
    if len(left) % width:
        raise ValueError("the last row is cut")
    return (left[start : start + width] for start in range(0, len(left), width))


def _zone_of(column: Sequence[Any]) -> str | None:
    """The zone of a column's time stamps, "" for none; None where its values would not come back as they are."""
    kinds = set(map(type, column))
    if not kinds <= _EXACT | {datetime} or (time in kinds and any(map(_is_zoned_time, column))):
        return None
    zones = {each.tzinfo for each in column if type(each) is datetime}
    return _zone_name(zones.pop()) if len(zones) == 1 else (None if zones else "")


def _is_zoned_time(value: Any) -> bool:
    return type(value) is time and value.tzinfo is not None


def _zone_name(zone: tzinfo | None) -> str | None:
    """A key of the zone database, or an offset in seconds with its sign; None for a zone of another kind."""
    from zoneinfo import ZoneInfo

    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return zone.key
    return f"{zone.utcoffset(None) // _SECOND:+d}" if type(zone) is timezone else None


def _zone(name: Any) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        if name == "":
            return None
        return timezone(int(name) * _SECOND) if name.startswith(("+", "-")) else ZoneInfo(name)
    except (AttributeError, OverflowError, ZoneInfoNotFoundError):
        raise ValueError(f"{name!r} is no zone") from None


def _in_zone(value: Any, zone: tzinfo | None) -> Any:
    return value.astimezone(zone) if zone and type(value) is datetime else value
