"""DuckDB, through its own library: `duckdb:///shop.duckdb#orders@updated_at`."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.data_sources.sql.databases import (
    Answer,
    DatabaseSource,
    Question,
    database_files,
    database_name,
    database_path,
)
from jupyter_repro.data_sources.sql.reads import Dialect
from jupyter_repro.data_sources.sql.statements import with_moment
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, ReproError


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_DIALECT = Dialect(_quoted, instant="CAST({} AS TIMESTAMPTZ)", history="")


class DuckdbSource(DatabaseSource):
    """Tables and queries of DuckDB; time stamps without a zone and dates are read in the session's."""

    schemes = ("duckdb",)

    def public(self, database: str, folder: Path) -> str:
        """The file's portable path."""
        return database_name("duckdb", database_path(database, "DuckDB", folder), folder)

    def places(self, address: str, folder: Path) -> list[Path]:
        """The database's file, with what is written beside it."""
        return database_files(parse_address(address).base, "DuckDB", folder)

    def ask(self, database: str, folder: Path, question: Question) -> Answer:
        """The answer of the file, opened for reading only."""
        try:
            import duckdb
        except ImportError:
            raise MissingExtra("duckdb", "duckdb") from None
        path, name = database_path(database, "DuckDB", folder), self.public(database, folder)
        if not path.is_file():
            raise NoSuchData(f"there is no {name}")
        statement = with_moment(question.read.statement(_DIALECT, asof=not question.newest), "$asof")
        parameters = {"asof": question.moment} if question.moment else None
        try:
            with duckdb.connect(str(path), read_only=True) as connection:
                connection.execute(f"SET TimeZone = '{question.read.zone}'")
                answer = connection.execute(statement, parameters)
                return [each[0] for each in answer.description or ()], answer.fetchall()
        except (duckdb.ConnectionException, duckdb.IOException) as error:
            raise _shut(name, str(error)) from None
        except duckdb.Error as error:
            raise NoSuchData(f"{name}: {_first_line(error)}", "look at what the database has") from None


def _shut(name: str, says: str) -> ReproError:
    """Why a file cannot be opened; the library's words have its path in them."""
    if "not a valid DuckDB" in says:
        return NoSuchData("is no database of DuckDB", subject=name)
    if "different configuration" in says:
        return NoAccess("is open for writing in this notebook", "close that connection first", subject=name)
    if "lock" in says:
        return NoAccess("is open for writing elsewhere", "ask again when that is done", subject=name)
    return NoAccess("cannot be opened for reading", subject=name)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip("!")
