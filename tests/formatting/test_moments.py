from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.formatting.moments import NoSuchMoment, as_text, iso, moment_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-01", "2026-11-01T22:59:59.999999Z"),
        ("2026-10-25", "2026-10-25T22:59:59.999999Z"),  # a day of 25 hours
        ("2026-11-25", "2026-11-25T12:00:00Z"),  # today is not over
        ("2026-11-01T12:30", "2026-11-01T11:30:00Z"),
        ("2026-11-01 12:30:15", "2026-11-01T11:30:15Z"),
        ("2026-11-01T12:30Z", "2026-11-01T12:30:00Z"),
        ("2026-11-01T12:30+05:30", "2026-11-01T07:00:00Z"),
        ("2026-11-01 12:30 America/New_York", "2026-11-01T17:30:00Z"),
        ("'2026-11-01 12:30 UTC'", "2026-11-01T12:30:00Z"),
    ],
)
def test_a_date_means_its_end_and_a_time_stamp_itself(text, meant):
    assert iso(moment_of(text, zone=BERLIN, now=NOW)) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-10-25T02:30", r"came twice.*\+01:00 or .*\+02:00"),
        ("2026-03-29T02:30", "was left out"),
        ("2026-11-26", "has not come yet"),
        ("2026-11-25T12:00:01Z", "has not come yet"),
        ("last week", "is no date"),
        ("2026-13-01", "is no date"),
        ("", "is no date"),
        ("0001-01-01T00:00", "out of the calendar"),
        ("9999-12-31", "out of the calendar"),
        ("2026-11-01 12:00 Europe/Atlantis", "no time zone"),
        ("2026-11-01T12:00+01:00 Europe/Berlin", "two zones"),
    ],
)
def test_what_names_no_single_moment_of_the_past_is_refused_with_what_to_write(text, why):
    with pytest.raises(NoSuchMoment, match="(?s)" + why) as refused:
        moment_of(text, zone=BERLIN, now=NOW)
    assert refused.value.remedy


@given(st.integers(min_value=0, max_value=1_700_000_000_000_000))
def test_a_moment_that_was_written_in_utc_is_read_again(microseconds):
    moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
    written = iso(moment)
    assert moment_of(written, now=NOW) == moment
    assert moment_of(written, now=NOW).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "meant"),
    [
        (date(2026, 11, 1), "2026-11-01T22:59:59.999999Z"),
        (datetime(2026, 11, 1, 12, 30), "2026-11-01T11:30:00Z"),  # noqa: DTZ001  as a person writes it
        (datetime(2026, 11, 1, 12, 30, tzinfo=UTC), "2026-11-01T12:30:00Z"),
        (
            pandas.Timestamp("2026-11-01 12:30:00.123456789", tz="Europe/Berlin"),
            "2026-11-01T11:30:00.123456Z",
        ),
        ("2026-11-01", "2026-11-01T22:59:59.999999Z"),
    ],
)
def test_a_date_or_a_time_stamp_means_what_its_text_does(moment, meant):
    assert iso(moment_of(as_text(moment), zone=BERLIN, now=NOW)) == meant
