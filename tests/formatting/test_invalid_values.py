"""Messages on values of the wrong kind name no type of Python."""

from __future__ import annotations

import msgspec
import pytest

from jupyter_repro.formatting.invalid_values import place_of, unknown_key, value_in_words
from jupyter_repro.settings import Settings


def error(table):
    """What msgspec says of a table of settings."""
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(table, Settings)
    return caught.value


@pytest.mark.parametrize(
    ("table", "place", "said"),
    [
        ({"seed": "x"}, "seed", "expected a whole number, found text"),
        ({"seed": -1}, "seed", "expected a whole number of at least 0"),
        ({"seed": 1.5}, "seed", "expected a whole number, found a number"),
        ({"timeout": 0}, "timeout", "expected a number above 0"),
        ({"timeout": "x"}, "timeout", "expected a number, found text"),
        ({"strict": "yes"}, "strict", "expected true or false, found text"),
        ({"rules": {}}, "rules", "expected a list, found a table"),
        ({"rules": [3]}, "rules[0]", "expected a table, found a whole number"),
        ({"data": {"keep": "all"}}, "data.keep", "'all' is none of never, small, always"),
        ({"rules": [{"timings": "no"}]}, "rules[0].timings", "'no' is none of equivalent, compare"),
        ({"data": {"rules": [{"keep": 1}]}}, "data.rules[0].keep", "expected text, found a whole number"),
        ({"sed": 1}, "", "unknown key 'sed'"),
        ({"output-limit": "x"}, "", "'x' is no size such as '10 MB'"),
    ],
)  # fmt: skip
def test_a_message_says_what_is_expected_and_what_is_found(table, place, said):
    found = error(table)
    assert (place_of(found), value_in_words(found, Settings)) == (place, said)


def test_an_unknown_key_is_named():
    assert unknown_key(error({"data": {"kep": 1}})) == "kep"
    assert unknown_key(error({"seed": "x"})) == ""
