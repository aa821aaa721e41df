from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.sizes import human_size


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (3061, "3.1 kB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (2_500_000_000, "2.5 GB"), (10**22, "10000.0 EB"),
    ],
)  # fmt: skip
def test_a_size_is_told_in_decimal_units(count, told):
    assert human_size(count) == told


@given(st.integers(0, 10**20))
def test_a_size_is_short(count):
    assert len(human_size(count)) <= len("999.9 kB")
