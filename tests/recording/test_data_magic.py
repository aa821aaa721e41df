from __future__ import annotations

import pytest

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.data_magic import DataRequest, data_answer


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("sales.csv", DataRequest("sales.csv")),
        ("delta:orders --asof 2026-11-01 --as df", DataRequest("delta:orders", asof="2026-11-01", name="df")),
        ("--as=df 'my sales.csv' --version=3", DataRequest("my sales.csv", version="3", name="df")),
        ("orders --asof '2026-11-01 12:00 UTC'", DataRequest("orders", asof="2026-11-01 12:00 UTC")),
        ("'sqlite:///a.db#select 1' --as n", DataRequest("sqlite:///a.db#select 1", name="n")),
    ],
)
def test_the_words_of_the_magic_are_read_in_any_order(line, asked):
    assert data_answer(line) == asked


@pytest.mark.parametrize(
    "line", ["", "--as df", "a b", "a --since 3", "a --as 1x", "a --as class", "'a", "a --as"]
)
def test_what_cannot_be_understood_is_refused_with_the_form(line):
    with pytest.raises(ReproError) as refused:
        data_answer(line)
    assert refused.value.remedy.startswith("%repro data ADDRESS")


def test_a_moment_with_spaces_is_to_be_quoted():
    with pytest.raises(ReproError, match="12:00 is not understood") as refused:
        data_answer("sales.csv --asof 2026-07-01 12:00 Europe/Berlin")
    assert "--asof '2026-07-01 12:00 Europe/Berlin'" in refused.value.remedy
