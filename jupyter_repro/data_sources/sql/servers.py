"""Database servers, through SQLAlchemy: `postgresql+psycopg://host/shop#orders@updated_at`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import HIDDEN
from jupyter_repro.addresses.database_addresses import public_database
from jupyter_repro.data_sources.sql.databases import Answer, DatabaseSource, Question
from jupyter_repro.data_sources.sql.reads import Dialect
from jupyter_repro.data_sources.sql.statements import MOMENT, tokens
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, ReproError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine

_WAIT = 10
"""Seconds after which a server that does not answer cannot be reached, where its driver has such a limit."""
_PATIENCE: Mapping[str, str] = {
    "psycopg": "connect_timeout",
    "psycopg2": "connect_timeout",
    "pymysql": "connect_timeout",
    "mysqldb": "connect_timeout",
    "mariadbconnector": "connect_timeout",
    "mysqlconnector": "connection_timeout",
}
_HISTORIES: Mapping[str, str] = {
    "postgresql": "",
    "cockroachdb": "",
    "redshift": "",
    "oracle": f"AS OF TIMESTAMP {MOMENT}",
}
_COLON = re.compile(r"(?<![:\w\\]):(?=\w)")
"""Of what SQLAlchemy would take for a parameter."""
_REFUSED = re.compile(r"authenti|password|access denied|login failed|no pg_hba|role .*does not exist", re.I)
_DENIED = re.compile(r"permission|denied|privilege", re.I)
_ABSENT = re.compile(r"database .*does not exist|unknown database|cannot open database", re.I)


class SqlSource(DatabaseSource):
    """Tables and queries of all databases that SQLAlchemy has a dialect for, built in or installed."""

    schemes = (
        "postgresql", "mysql", "mariadb", "mssql", "oracle", "cockroachdb", "redshift", "snowflake", "bigquery",
        "databricks", "trino", "clickhouse", "db2",
    )  # fmt: skip

    def public(self, database: str, folder: Path) -> str:  # noqa: ARG002  a server belongs to none
        """The address without user, password and options; where the host stood in those, with … for it."""
        return _public(_url(database))

    def ask(self, database: str, folder: Path, question: Question) -> Answer:  # noqa: ARG002
        """The server's answer, in a transaction that is rolled back."""
        from sqlalchemy.exc import DBAPIError, SQLAlchemyError

        url = _url(database)
        name, engine = _public(url), _engine(url)
        try:
            connection = engine.connect()
        except (SQLAlchemyError, UnicodeError) as error:
            raise _unreachable(name, error) from None
        with connection:
            try:
                return _answer(connection, question)
            except DBAPIError as error:
                raise _unanswered(name, error) from None
            except (SQLAlchemyError, ValueError) as error:
                raise NoSuchData(f"{name}: {_line(error)}", _LOOK) from None


def _url(database: str) -> URL:
    """The address, taken apart; an address that is not understood is not repeated."""
    try:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError
    except ImportError:
        raise MissingExtra("sqlalchemy", "sql") from None
    try:
        url = make_url(database)
    except (ArgumentError, ValueError):
        scheme = parse_address(database).scheme
        raise ReproError(
            f"the {scheme}: address is not understood",
            f"write {scheme}://HOST:PORT/DATABASE#TABLE@COLUMN, with @ : / # of a password as %40 %3A %2F %23",
        ) from None
    return url


def _public(url: URL) -> str:
    """Which would else lead to another server, that of this machine."""
    return public_database(url if url.host or not url.query else url.set(host=HIDDEN))


def _engine(url: URL) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError
    from sqlalchemy.pool import NullPool

    if url.host == HIDDEN:
        raise NoAccess(f"a record of {_public(url)} does not say where the server is")
    try:
        wait = _PATIENCE.get(url.get_driver_name(), "")
        arguments = {wait: _WAIT} if wait and wait not in url.query else {}
        return create_engine(url, poolclass=NullPool, connect_args=arguments)
    except NoSuchModuleError:
        dialect = url.drivername
        raise NoAccess(
            f"{dialect} is no dialect of SQLAlchemy that is installed",
            f"install SQLAlchemy's dialect for {dialect}",
        ) from None
    except ImportError as error:
        module = error.name or url.drivername
        raise NoAccess(
            f"{module}, through which {_public(url)} is read, is not installed",
            f"install it with: pip install {module}",
        ) from None


def _answer(connection: Connection, question: Question) -> Answer:
    from sqlalchemy import text

    backend = connection.dialect.name
    prepare = _PREPARE.get(backend)
    if prepare:
        prepare(connection, str(question.read.zone))
    dialect = Dialect(
        connection.dialect.identifier_preparer.quote_identifier,
        history=_HISTORIES.get(backend, Dialect.history),
    )
    statement = text(_escaped(question.read.statement(dialect, asof=not question.newest)))
    moment = question.moment if backend in _ZONED else question.local
    answer = connection.execute(statement, {"asof": moment} if moment and MOMENT in statement.text else {})
    return answer.keys(), answer.fetchall()


def _postgresql(connection: Connection, zone: str) -> None:
    connection.execution_options(postgresql_readonly=True)
    connection.exec_driver_sql(f"SET TIME ZONE '{zone}'")


def _mysql(connection: Connection, zone: str) -> None:
    connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
    connection.exec_driver_sql(f"SET time_zone = '{'+00:00' if zone == 'UTC' else zone}'")


_PREPARE: Mapping[str, Callable[[Any, str], None]] = {
    "postgresql": _postgresql,
    "mysql": _mysql,
    "mariadb": _mysql,
}
"""What makes a session read only, and read time stamps without a zone in one."""
_ZONED = frozenset({"postgresql"})
"""Databases that are asked with a moment that has its zone; the others with one in the zone of their time stamps."""


def _escaped(statement: str) -> str:
    """The statement as SQLAlchemy takes it, with `:asof` as its one parameter."""
    parts: list[str] = [""]
    for kind, text in tokens(statement):
        if kind == "moment":
            parts += [text, ""]
        else:
            parts[-1] += text
    # a cast stands behind the parameter: SQLAlchemy would cut its name
    others = [_COLON.sub(r"\:", part) if part != MOMENT else part for part in parts]
    return "".join(f" {part}" if part.startswith(":") and part != MOMENT else part for part in others)


def _unreachable(name: str, error: Exception) -> ReproError:
    """Why there is no connection; the driver's words have the user in them."""
    says = str(error)
    if _ABSENT.search(says):
        return NoSuchData(f"there is no database {name}")
    if _REFUSED.search(says):
        return NoAccess(
            "refuses the user or the password", "look at both, and at what the server lets in", subject=name
        )
    return NoAccess(
        "cannot be reached", "see that the server runs, and that this machine may reach it", subject=name
    )


def _unanswered(name: str, error: Any) -> ReproError:
    if error.connection_invalidated:
        return _unreachable(name, error)
    says = _line(error.orig)
    if _DENIED.search(says):
        return NoAccess(f"{name}: {says}", "ask who keeps the database for the right to read it")
    return NoSuchData(f"{name}: {says}", _LOOK)


def _line(error: BaseException) -> str:
    """The first line of what the driver says; drivers of MySQL say it as the second of two arguments."""
    words = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], str) else str(error)
    return words.strip().partition("\n")[0]


_LOOK = "look at what the database has"
