"""The values of a sweep and their combinations."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.trial_names import LONGEST, trial_name
from jupyter_repro.sweeping.grid import combinations, values_of


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.1,0.01", (0.1, 0.01)),
        ("1:5", (1, 2, 3, 4, 5)),
        ("3:1", (3, 2, 1)),
        ("-1:1", (-1, 0, 1)),
        ("1:3,7", (1, 2, 3, 7)),
        ("relu,tanh", ("relu", "tanh")),
        ("relu, 1, true, null", ("relu", 1, True, None)),
        ("1,1,2", (1, 2)),
        ("[1,2],[3]", ([1, 2], [3])),
        ('"a,b","1:5"', ("a,b", "1:5")),
        ('{"a": 1},{"a": 2}', ({"a": 1}, {"a": 2})),
        ("nan,1", ("nan", 1)),
        ("x", ("x",)),
    ],
)
def test_values_are_lists_with_commas_ranges_words_and_json(text, values):
    assert values_of([("p", text)]) == {"p": values}


@pytest.mark.parametrize(
    ("pairs", "what"),
    [
        ([], "which parameter"),
        ([("lr", "1"), ("lr", "2")], "twice"),
        ([("lr", "")], "no value"),
        ([("seed", "1,x")], "'x' is no whole number"),
        ([("seed", "true")], "no whole number"),
        ([("lr", "1:1000000000")], "more than 10,000"),
    ],
)
def test_what_cannot_be_swept_is_refused(pairs, what):
    with pytest.raises(ReproError, match=what):
        values_of(pairs)


def test_every_combination_is_there_the_last_parameter_the_fastest():
    assert combinations({"lr": (0.1, 0.2), "seed": (1, 2)}) == [
        {"lr": 0.1, "seed": 1},
        {"lr": 0.1, "seed": 2},
        {"lr": 0.2, "seed": 1},
        {"lr": 0.2, "seed": 2},
    ]
    with pytest.raises(ReproError, match="1,000,000 runs"):
        combinations({name: tuple(range(100)) for name in "abc"})


def test_a_trial_is_called_by_its_values():
    assert trial_name({"lr": 0.1, "seed": 1, "act": "relu"}) == "lr=0.1,seed=1,act=relu"


_VALUES = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False), st.booleans(), st.lists(st.integers())
)


@given(st.lists(st.dictionaries(st.text(min_size=1), _VALUES, min_size=1), unique_by=lambda p: json.dumps(p)))
def test_no_two_trials_share_a_name_and_every_file_system_takes_it(params):
    names = [trial_name(each) for each in params]
    reported = {json.dumps(each, sort_keys=True) for each in params}
    assert len(set(names)) == len(reported)
    for name in names:
        assert len(name) <= LONGEST
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>|\0\n')


def test_a_word_is_not_the_number_that_it_spells():
    assert trial_name({"x": "1"}) != trial_name({"x": 1})
