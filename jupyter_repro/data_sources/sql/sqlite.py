"""SQLite, through Python's own library: `sqlite:///shop.db#orders@updated_at`."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
from jupyter_repro.errors import NoAccess, NoSuchData, ReproError

if TYPE_CHECKING:
    import sqlite3

_MOMENT, _ORDER = "repro_moment", "repro_order"
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  counted from without a zone
_MICROSECOND = timedelta(microseconds=1)


def _quoted(name: str) -> str:
    """In backticks: what SQLite finds in double quotes and does not know as a name, it takes for a text."""
    return "`" + name.replace("`", "``") + "`"


_DIALECT = Dialect(_quoted, instant=f"{_MOMENT}({{}})", history="")


class SqliteSource(DatabaseSource):
    """Tables and queries of SQLite.

    It has no type for moments: texts in ISO 8601 and numbers, which are seconds since 1970, are taken for what they
    mean, mixed or not.
    """

    schemes = ("sqlite",)

    def public(self, database: str, folder: Path) -> str:
        """The file's portable path."""
        return database_name("sqlite", database_path(database, "SQLite", folder), folder)

    def places(self, address: str, folder: Path) -> list[Path]:
        """The database's file, with what is written beside it."""
        return database_files(parse_address(address).base, "SQLite", folder)

    def ask(self, database: str, folder: Path, question: Question) -> Answer:
        """The answer of the file, opened for reading only."""
        import sqlite3

        path, clock = database_path(database, "SQLite", folder), _Clock(question.read.zone)
        name = self.public(database, folder)
        if not path.is_file():
            raise NoSuchData(f"there is no {name}")
        try:
            with closing(_opened(path, clock)) as connection:
                cursor = connection.execute(*_put(question, clock))
                columns, rows = [each[0] for each in cursor.description], cursor.fetchall()
        except sqlite3.Error as error:
            error_message = (
                _explained(name, str(error)) if clock.misread is None else _misread(name, clock.misread)
            )
            raise error_message from None
        if clock.misread is not None:  # SQLite goes on when a comparison fails
            raise _misread(name, clock.misread)
        return columns, rows


class _Clock:
    """Reads moments that SQLite keeps, as microseconds since 1970."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.known: dict[Any, int] = {}
        """Moments that a text does not say exactly."""
        self.misread: Any = None
        """A value that is no moment."""

    def read(self, value: Any) -> int | None:
        try:
            return None if value is None else self.known.get(value) or _microseconds(value, self.zone)
        except (ValueError, OverflowError, TypeError):
            self.misread = value
            raise

    def order(self, one: str, other: str) -> int:
        """Below, at or above 0, as the first comes before, with or after the other."""
        try:
            return (self.read(one) or 0) - (self.read(other) or 0)
        except ValueError:
            return 0


def _microseconds(value: Any, zone: tzinfo) -> int:
    if isinstance(value, int | float):
        return round(_in_range(value) * 1_000_000)
    moment = datetime.fromisoformat(value.strip())
    offset = moment.utcoffset()
    if offset is None:
        offset = moment.replace(tzinfo=zone).utcoffset() or timedelta()
    return (moment.replace(tzinfo=None) - _EPOCH - offset) // _MICROSECOND


def _in_range(seconds: float) -> float:
    datetime.fromtimestamp(seconds, UTC)
    return seconds


def _opened(path: Path, clock: _Clock) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    connection.text_factory = _text
    connection.create_function(_MOMENT, 1, clock.read, deterministic=True)
    connection.create_collation(_ORDER, clock.order)
    return connection


def _text(content: bytes) -> str | bytes:
    """A text; as its bytes where it is not UTF-8, which SQLite does not look at."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _put(question: Question, clock: _Clock) -> tuple[str, dict[str, Any]]:
    """The statement and its parameters; in a query the moment is a text that is compared by what it means."""
    read, moment = question.read, question.moment
    statement = read.statement(_DIALECT, asof=not question.newest)
    if moment is None:
        return statement, {}
    exact = _microseconds(moment.isoformat(), UTC)
    if read.table:
        return statement, {"asof": exact}
    # SQLite's own functions round to milliseconds, and would make of a day's end the next day
    text = f"{moment:%Y-%m-%d %H:%M:%S.%f}"[:-3]
    clock.known[text] = exact
    return with_moment(statement, f"(:asof COLLATE {_ORDER})"), {"asof": text}


def _misread(name: str, value: Any) -> ReproError:
    return NoSuchData(
        f"has {value!r:.80} where a moment is looked for",
        "moments are read as ISO 8601 or seconds since 1970; else say what :asof means with a query",
        subject=name,
    )


def _explained(name: str, says: str) -> ReproError:
    if "locked" in says:
        return NoAccess("is being written to", "ask again when that is done", subject=name)
    if "unable to open" in says:
        return NoAccess("cannot be opened for reading", subject=name)
    if "not a database" in says:
        return NoSuchData("is no database of SQLite", subject=name)
    return NoSuchData(f"{name}: {says}", "look at what the database has")
