from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.formatting.sizes import human_size, size_in_bytes, two_sizes


@pytest.mark.parametrize(
    ("count", "reported"),
    [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (3061, "3.1 kB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (2_500_000_000, "2.5 GB"), (10**22, "10000.0 EB"),
    ],
)  # fmt: skip
def test_a_size_is_reported_in_decimal_units(count, reported):
    assert human_size(count) == reported


@given(st.integers(0, 10**20))
def test_a_size_is_short(count):
    assert len(human_size(count)) <= len("999.9 kB")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("300", 300),
        ("300 B", 300),
        ("10 MB", 10_000_000),
        ("1.5GB", 1_500_000_000),
        (" 2 kB ", 2000),
    ],
)
def test_a_size_is_read_as_it_is_written(text, count):
    assert size_in_bytes(text) == count


@pytest.mark.parametrize("text", ["", "ten", "10 M", "-1 MB", "10 mb", "1e3", "10 MB of data"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(ValueError, match="is no size such as '10 MB'"):
        size_in_bytes(text)


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_two_sizes_that_differ_are_never_shown_alike(recorded, found):
    was, now = two_sizes(recorded, found)
    assert (was == now) == (recorded == found)


def test_two_sizes_are_as_short_as_they_can_be():
    assert two_sizes(3_900, 4_100) == ("3.9 kB", "4.1 kB")
    assert two_sizes(3_912, 3_899) == ("3,912 B", "3,899 B")
