from __future__ import annotations

from datetime import timedelta

import pytest

from jupyter_repro.formatting.durations import duration_of, rough_duration


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", timedelta(0)), ("30d", timedelta(30)), ("12 h", timedelta(hours=12)), ("2w", timedelta(14)),
        ("90m", timedelta(minutes=90)), ("5s", timedelta(seconds=5)), ("7", timedelta(7)),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_as_it_is_written(text, found):
    assert duration_of(text) == found


@pytest.mark.parametrize("text", ["", "soon", "-1d", "1.5d", "1y"])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError, match="is no length of time such as 30d"):
        duration_of(text)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=-5), "less than an hour"), (timedelta(minutes=59), "less than an hour"),
        (timedelta(hours=1), "1 hour"), (timedelta(hours=23), "23 hours"), (timedelta(1), "1 day"),
        (timedelta(59), "59 days"), (timedelta(60), "2 months"), (timedelta(364), "12 months"),
        (timedelta(365), "1 year"), (timedelta(800), "2 years"),
    ],
)  # fmt: skip
def test_an_age_is_reported_as_people_say_it(length, text):
    assert rough_duration(length) == text
