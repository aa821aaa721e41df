from __future__ import annotations

from jupyter_repro.addresses.query_names import query_name


def test_a_query_is_named_by_its_database_and_a_digest():
    name, digest, size = query_name("postgresql://host/db", "select *\n  from t")
    assert name == f"postgresql://host/db#query={digest.removeprefix('blake3:')[:16]}"
    assert size == len("select * from t")
    assert query_name("postgresql://host/db", "select * from   t")[0] == name


def test_plain_parameters_count_and_other_objects_do_not():
    first, second = (query_name("db", "select ?", (value,))[0] for value in (1, 2))
    assert first != second
    assert query_name("db", "select ?", (object(),)) == query_name("db", "select ?")
    assert query_name("db", "select :x", {"x": 1}) != query_name("db", "select :x")


def test_the_statement_is_not_kept():
    assert "hidden" not in query_name("db", "select * from users where token = 'hidden'")[0]
