"""A divergence of a table or of JSON has the values that differ, each with its place."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.comparators import comparator_for
from jupyter_repro.comparators.comparison import LONGEST_VALUE, MOST_CHANGES, value_change
from jupyter_repro.policies.policy import Policy

HTML = "text/html"


def changes(mime, recorded, found):
    """Path, recorded and found of each change."""
    reported = comparator_for(mime).compare(recorded, found, Policy())
    return [(each.path, each.recorded, each.found) for each in reported.changes]


def table(*rows, columns=("price", "size")):
    """As pandas writes it; a row is a label and values."""
    head = "".join(f"<th>{name}</th>" for name in ("", *columns))
    body = "".join(
        f"<tr><th>{label}</th>{''.join(f'<td>{value}</td>' for value in values)}</tr>"
        for label, *values in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


OSLO, ROME = ("Oslo", "3.5", "2"), ("Rome", "4", "1")


def test_a_value_of_a_table_has_its_row_and_column():
    assert changes(HTML, table(OSLO, ROME), table(OSLO, ("Rome", "4", "7"))) == [(("Rome", "size"), "1", "7")]


def test_of_several_tables_the_number_comes_first():
    recorded, found = table(OSLO), table(("Oslo", "3.6", "2"))
    assert changes(HTML, recorded + recorded, recorded + found) == [(("2", "Oslo", "price"), "3.5", "3.6")]


def test_the_label_of_a_row_has_no_column():
    assert changes(HTML, table(OSLO), table(("Bergen", "3.5", "2"))) == [(("1", ""), "Oslo", "Bergen")]


def test_rows_without_labels_and_columns_without_names_are_counted():
    recorded, found = (f"<table><tr><td>0</td><td>{each}</td></tr></table>" for each in "12")
    assert changes(HTML, recorded, found) == [(("1", "2"), "1", "2")]


def test_a_row_that_came_or_went_has_its_values_on_one_side():
    more, less = table(OSLO, ROME), table(ROME)
    assert changes(HTML, more, less) == [(("Oslo", "price"), "3.5", ""), (("Oslo", "size"), "2", "")]
    assert changes(HTML, less, more) == [(("Oslo", "price"), "", "3.5"), (("Oslo", "size"), "", "2")]


def test_which_row_came_is_not_guessed_where_others_changed_as_well():
    assert changes(HTML, table(ROME), table(("Bonn", "1", "1"), OSLO)) == []


def test_a_changed_paragraph_has_no_values():
    assert changes(HTML, "<p>a</p>", "<p>b</p>") == []


@pytest.mark.parametrize(
    ("recorded", "found", "reported"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [(("a", "b"), "1", "2")]),
        ({"a": "1"}, {"a": 1}, [(("a",), '"1"', "1")]),
        ({"a": [1, 2]}, {"a": [1]}, [(("a", "1"), "2", "")]),
        ([], [True, None], [(("0",), "", "true"), (("1",), "", "null")]),
        ({"a": ""}, {}, [(("a",), '""', "")]),
        ({}, {"é": {"x": [0.5]}}, [(("é",), "", '{"x": [0.5]}')]),
        ({"a": []}, {"a": {}}, [(("a",), "[]", "{}")]),
        (1, 2, [((), "1", "2")]),
    ],
)
def test_values_of_json_are_written_as_json_with_their_path(recorded, found, reported):
    assert changes("application/json", json.dumps(recorded), json.dumps(found)) == reported


def test_a_typed_array_of_plotly_is_reported_by_its_numbers():
    recorded, found = (
        json.dumps({"data": [{"y": {"dtype": "i1", "bdata": each}}]}) for each in ("AQI=", "AQM=")
    )
    assert changes("application/vnd.plotly.v1+json", recorded, found) == [(("data", "0", "y", "1"), "2", "3")]


@pytest.mark.parametrize("found", [[1] * 1000, [0] * 5000, []])
def test_there_are_no_more_than_a_reader_looks_through(found):
    assert len(changes("application/json", json.dumps([0] * 1000), json.dumps(found))) == MOST_CHANGES


def test_a_large_table_has_no_more_either():
    recorded, found = (table(*((str(row), value, "1") for row in range(1000))) for value in "34")
    assert len(changes(HTML, recorded, found)) == MOST_CHANGES


def test_a_long_value_is_cut_around_what_differs():
    change = value_change(["x" * 999], "a" * 500 + "B" + "c" * 500, "a" * 500 + "D" + "c" * 500)
    assert "B" in change.recorded
    assert "D" in change.found
    assert change.recorded.startswith("…")
    assert change.recorded.endswith("…")
    assert max(map(len, (*change.path, change.recorded, change.found))) <= LONGEST_VALUE


@given(st.text(st.characters(exclude_categories=())), st.text(max_size=3), st.text(max_size=500))
def test_any_text_can_be_written(path, recorded, found):
    change = value_change([path], recorded, found)
    assert msgspec.json.decode(msgspec.json.encode(change), type=type(change)) == change
