from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_repro.addresses.queried_files import queried_file, recorded_database

FOLDER = Path("/project")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("sqlite:shop.db#query=7f51819760523a29", "/project/shop.db"),
        ("sqlite:../shop.db#query=7f51819760523a29", "/shop.db"),
        ("sqlite:no#1.db#query=7f51819760523a29", "/project/no#1.db"),
        ("sqlite:file:///data/shop%20one.db#query=7f51819760523a29", "/data/shop one.db"),
        ("sqlite:///data/shop.db#orders@updated_at", "/project/data/shop.db"),
        ("sqlite:////data/shop.db?mode=ro#orders@updated_at", "/data/shop.db"),
        ("duckdb:///shop.duckdb#query=7f51819760523a29", "/project/shop.duckdb"),
        ("duckdb+engine:///shop.duckdb#orders", "/project/shop.duckdb"),
        ("sqlite:///:memory:#orders", None),
        ("postgresql+psycopg://host/shop#orders@updated_at", None),
        ("https://example.org/shop.db#orders", None),
        ("delta:data/orders", None),
        ("shop.db", None),
    ],
)
def test_a_query_names_the_file_that_it_was_put_to(name, file):
    assert queried_file(name, FOLDER) == (file and Path(file))


def test_only_a_file_of_the_same_snapshot_is_a_recorded_one():
    query = "sqlite:data/shop.db#query=7f51819760523a29"
    assert recorded_database(query, {"data/shop.db"}, FOLDER) == "data/shop.db"
    assert recorded_database(query, {"shop.db"}, FOLDER) == ""
    assert recorded_database("https://example.org/a", {"shop.db"}, FOLDER) == ""
