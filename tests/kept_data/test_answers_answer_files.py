from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_repro.kept_data.answers.answer_files import answer_file, kept_answer
from jupyter_repro.kept_data.answers.query_results import query_result

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=-5, minutes=-30)), ZoneInfo("Europe/Berlin")])
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**130), 2**130)
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.decimals()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.uuids()
)
MOMENTS = ZONES.flatmap(
    lambda zone: st.lists(
        st.none() | st.datetimes(datetime(1900, 1, 2), datetime(2999, 1, 1), timezones=st.just(zone)),  # noqa: DTZ001
        min_size=3,
        max_size=3,
    )
)


def result(*columns):
    names = [f"column {number}" for number in range(len(columns))]
    return query_result(names, zip(*columns, strict=True), ordered=True)


@settings(max_examples=100)
@given(st.lists(PLAIN, min_size=3, max_size=3), MOMENTS)
def test_an_answer_comes_back_with_its_types_its_zones_and_its_digest(plain, moments):
    asked = result(plain, moments)
    back = kept_answer(answer_file(asked))
    assert (back.columns, back.digest) == (asked.columns, asked.digest)
    assert list(map(repr, back.rows)) == [repr(row).replace(", fold=1", "") for row in asked.rows] or any(
        each and each.fold for each in moments
    )


def test_an_answer_without_rows_comes_back():
    assert kept_answer(answer_file(query_result(["a"], [], ordered=False))).columns == ("a",)


@pytest.mark.parametrize(
    "values",
    [
        [{"a": 1}],
        [(1, 2)],
        [{1}],
        [[{"a": 1}]],
        [memoryview(b"1")],
        [time(1, tzinfo=UTC)],
        [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1)],  # noqa: DTZ001
        [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))],
        [type("Text", (str,), {})("a")],
    ],
)
def test_what_would_come_back_as_something_else_is_not_kept(values):
    assert answer_file(result(values)) is None


def test_nothing_is_kept_of_an_answer_without_columns():
    assert answer_file(query_result([], [(), ()], ordered=False)) is None


@settings(max_examples=200)
@given(st.binary(max_size=40))
def test_what_is_no_answer_is_reported(content):
    with suppress(ValueError):
        assert kept_answer(content).columns


@pytest.mark.parametrize("end", range(1, 12))
def test_an_answer_that_is_cut_is_reported(end):
    content = answer_file(result(["text", "b"], [1, 300], [Decimal("1.50"), None], [date(2026, 1, 1), 2.5]))
    with pytest.raises(ValueError, match="cut"):
        kept_answer(content[:-end])
