from __future__ import annotations

from datetime import timedelta

import pytest

from jupyter_repro.formatting.durations import duration_of


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
