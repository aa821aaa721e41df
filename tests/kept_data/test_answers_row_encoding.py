from __future__ import annotations

import enum
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_repro.kept_data.answers.row_encoding import encoded_row

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=30))])
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**130), 2**130)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times(timezones=ZONES)
    | st.datetimes(timezones=ZONES)
    | st.timedeltas()
    | st.uuids()
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
)


START = datetime(1, 1, 1, tzinfo=UTC)


def reported(value):
    """A value with its type, so that 1, 1.0 and True differ, and a moment is the same in every zone."""
    if isinstance(value, list):
        return ("list", tuple(map(reported, value)))
    if isinstance(value, dict):
        return (
            "dict",
            tuple(sorted((reported(key), reported(each)) for key, each in value.items())) if value else (),
        )
    if isinstance(value, datetime) and value.tzinfo:
        return ("moment", repr(value - START))
    if isinstance(value, time) and value.tzinfo:
        return ("time", repr((value.replace(tzinfo=None), value.utcoffset())))
    return (type(value).__name__, repr(value))


@settings(max_examples=60)
@given(st.lists(VALUES, max_size=4), st.lists(VALUES, max_size=4))
def test_two_rows_have_the_same_bytes_only_where_their_values_and_types_are_the_same(one, other):
    assert (encoded_row(one) == encoded_row(other)) == (reported(one) == reported(other))


@settings(max_examples=30)
@given(st.lists(VALUES, max_size=4))
def test_equal_rows_have_equal_bytes(row):
    assert encoded_row(row) == encoded_row(list(row))


@pytest.mark.parametrize(
    "kind",
    [
        st.integers(),
        st.floats(allow_nan=False),
        st.text(),
        st.binary(),
        st.dates(),
        st.datetimes(),
        st.timedeltas(),
    ],
    ids=["int", "float", "text", "bytes", "date", "datetime", "timedelta"],
)
def test_bytes_sort_as_the_values_do(kind):
    @settings(max_examples=50)
    @given(kind, kind)
    def holds(one, other):
        if one != other:
            assert (encoded_row([one]) < encoded_row([other])) == (one < other)

    holds()


def test_types_are_not_taken_for_each_other():
    row = [
        None, 0, 1, True, False, 1.0, 0.0, -0.0, "1", "", b"1", b"", "None", Decimal(1), Decimal("1.0"), date(1, 1, 1),
        START.replace(tzinfo=None), START, time(0), time(0, tzinfo=UTC), timedelta(0), UUID(int=1),
        [], [None], [[]], {}, set(), [1, 2], [12], float("inf"),
    ]  # fmt: skip
    assert len({encoded_row([value]) for value in row}) == len(row)


def test_what_is_no_number_is_one_value():
    import struct

    other = struct.unpack(">d", bytes.fromhex("fff8000000000001"))[0]
    assert encoded_row([float("nan")]) == encoded_row([other])
    assert encoded_row([Decimal("NaN")]) != encoded_row([float("nan")])


def test_a_moment_is_the_same_in_every_zone():
    berlin = datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=1)))
    assert encoded_row([berlin]) == encoded_row([datetime(2026, 1, 1, 12, tzinfo=UTC)])


def test_a_class_of_a_known_type_counts_as_that_and_another_by_its_words():
    class Colour(enum.IntEnum):
        RED = 1

    assert encoded_row([Colour.RED]) == encoded_row([1])
    assert encoded_row([memoryview(b"x")]) == encoded_row([b"x"])
    assert encoded_row([range(2)]) == encoded_row([range(2)]) != encoded_row([range(3)])


def test_a_text_that_is_not_unicode_is_encoded():
    assert encoded_row(["\udcff"]) != encoded_row(["\udcfe"])
