"""What a PostgreSQL server answers, seen through the real pandas and SQLAlchemy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas
import postgresql
import psycopg
import pytest
import sqlalchemy

from jupyter_repro.data_sources.sql.pandas_reader import PandasSqlReader
from jupyter_repro.data_sources.sql.probes import checked_probe
from jupyter_repro.data_sources.sql.sqlalchemy_reader import SqlalchemyReader
from jupyter_repro.errors import ReproError
from jupyter_repro.recording.data.reads import Reads

QUERY = "select name, price from prices"


@pytest.fixture(scope="module")
def shop():
    """An engine of a server with three rows, and a connection that changes them."""
    with postgresql.server() as port:
        where = f"host=127.0.0.1 port={port} user={postgresql.USER} password='{postgresql.PASSWORD}' dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute("create table prices (name text, price int, more json)")
            connection.execute("insert into prices values ('a', 1, '{}'), ('b', 2, '[1]'), ('c', 3, null)")
            url = sqlalchemy.URL.create(
                "postgresql+psycopg", postgresql.USER, postgresql.PASSWORD, "127.0.0.1", port, "postgres"
            )
            yield sqlalchemy.create_engine(url), connection


class Notes(Reads):
    """What a kernel's recorder would note, in the cell `c`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, self.place)
        self.folder = folder

    def place(self):
        return "c", 1

    def for_readers(self):
        return SimpleNamespace(
            folder=self.folder,
            place=self.place,
            received=self.note_received,
            answered=self.note_answered,
            answering=self.note_answering,
            probed=self.note_probed,
        )


@pytest.fixture
def noted(tmp_path):
    """Answers the digests of what some reading was answered."""

    def noted(read):
        notes = Notes(tmp_path)
        undo = [
            PandasSqlReader().start("pandas.io.sql", notes.for_readers()),
            SqlalchemyReader().start("sqlalchemy.engine", notes.for_readers()),
        ]
        try:
            read()
        finally:
            for each in undo:
                each()
        return [each.digest for each in notes.use().received]

    noted.folder = tmp_path
    return noted


def by_table(engine):
    return pandas.read_sql_table("prices", engine)


def by_chunks(engine):
    return list(pandas.read_sql(QUERY, engine, chunksize=2))


def by_chunks_of_a_table(engine):
    return list(pandas.read_sql_table("prices", engine, chunksize=2))


@pytest.mark.parametrize("read", [by_table, by_chunks, by_chunks_of_a_table])
def test_the_rows_count_in_whichever_way_pandas_reads_them(noted, shop, read):
    engine, server = shop
    first = noted(lambda: read(engine))
    assert len(first) == 1
    server.execute("delete from prices where name = 'b'")
    server.execute("insert into prices values ('b', 2, '[1]')")  # as before, in another place
    assert noted(lambda: read(engine)) == first
    server.execute("update prices set price = 5 where name = 'b'")
    assert noted(lambda: read(engine)) != first
    server.execute("update prices set price = 2 where name = 'b'")


def test_of_chunks_that_are_left_unread_the_statement_counts(noted, shop):
    engine, server = shop

    def begun():
        chunks = pandas.read_sql(QUERY, engine, chunksize=2)
        next(chunks)
        chunks.close()

    first = noted(begun)
    server.execute("update prices set price = 7 where name = 'a'")
    assert noted(begun) == first != []
    server.execute("update prices set price = 1 where name = 'a'")


def fetched(engine):
    def read():
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(QUERY)).fetchall()

    return read


def changed(noted, shop, statement, back):
    """What is noted of a query before and after a change of the table."""
    engine, server = shop
    before = noted(fetched(engine))
    server.execute(statement)
    after = noted(fetched(engine))
    server.execute(back)
    return before, after


UPDATE = ("update prices set price = 9 where name = 'a'", "update prices set price = 1 where name = 'a'")
ROW = ("insert into prices values ('d', 4)", "delete from prices where name = 'd'")


def test_of_a_query_by_sqlalchemy_the_number_of_rows_counts_and_by_a_rule_their_content(noted, shop):
    before, after = changed(noted, shop, *ROW)
    assert len(before) == 1
    assert before != after
    before, after = changed(noted, shop, *UPDATE)
    assert before == after
    rule = "[[tool.jupyter-repro.data.rules]]\nname = 'postgresql*'\ndigest-answers = true\n"
    (noted.folder / "pyproject.toml").write_text(rule)
    before, after = changed(noted, shop, *UPDATE)
    assert before != after


def test_a_rule_puts_a_probe_beside_the_queries_in_a_transaction_of_its_own(noted, shop):
    rule = (
        "[[tool.jupyter-repro.data.rules]]\nname = 'postgresql*'\nprobe = 'select max(price) from prices'\n"
    )
    (noted.folder / "pyproject.toml").write_text(rule)
    before, after = changed(noted, shop, *UPDATE)
    assert len(before) == 2
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


def test_results_come_out_as_they_are(noted, shop):
    engine, _ = shop
    found = []

    def read():
        with engine.connect() as connection:
            query = sqlalchemy.text(f"{QUERY} order by name")
            found.append(connection.execute(query).first())
            found.append(connection.execute(query).scalars().all())
            found.append(
                [row.price for row in connection.execution_options(stream_results=True).execute(query)]
            )
            found.append(connection.execute(query).mappings().fetchmany(1))

    noted(read)
    assert found == [("a", 1), ["a", "b", "c"], [1, 2, 3], [{"name": "a", "price": 1}]]


@pytest.mark.parametrize(
    "statement", ["delete from prices", "select 1; select 2", "update prices set price = 0"]
)
def test_a_probe_that_does_more_than_read_is_refused(statement):
    with pytest.raises(ReproError, match="is not one query that only reads"):
        checked_probe(statement)
