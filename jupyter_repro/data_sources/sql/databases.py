"""What all databases have in common: an address, what is read of it, and the result as of a moment."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.data_sources.sql.reads import FORMS, SqlRead, sql_read
from jupyter_repro.digest import ALGORITHM
from jupyter_repro.errors import NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.kept_data.answers.answer_files import answer_file
from jupyter_repro.kept_data.answers.query_results import QueryResult, query_result
from jupyter_repro.kept_data.answers.stored_answers import may_be_kept, restored_answer, set_down
from jupyter_repro.records.snapshot import DataVersion

Answer = tuple[Iterable[str], Iterable[Sequence[Any]]]
"""Names of the columns, and the rows."""


class DatabaseSource(ABC):
    """Data in a database. A version's id is the moment in UTC; of what was read as it is now, the result's digest.

    The result of `resolve` is kept for the `table` that follows it.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, str, QueryResult] | None = None

    @abstractmethod
    def public(self, database: str, folder: Path) -> str:
        """The database's address without what is secret, its path portable; it is not opened for that."""

    @abstractmethod
    def ask(self, database: str, folder: Path, question: Question) -> Answer:
        """Put a query to the database, which it cannot change.

        Raises NoSuchData for what is not there or cannot be answered, NoAccess, and MissingExtra.
        """

    def name(self, address: str, folder: Path) -> str:
        """The database, `#`, and what is read of it."""
        database, read = _parted(address)
        return f"{self.public(database, folder)}#{read.text}"

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """What the query answers for the moment; the moment of a version is its id."""
        name, read = self.name(address, folder), _parted(address)[1]
        if kept := restored_answer(wish.answer, folder):
            return self._found(address, name, wish, wish.version, kept)
        moment = _moment(name, read, wish)
        result = self._result(address, folder, moment)
        id_ = iso(moment) if moment else result.digest
        if wish.version.startswith(ALGORITHM) and id_ != wish.version:
            raise NoSuchVersion("has changed since it was recorded", _NO_PAST, subject=name)
        return self._found(address, name, wish, id_, result)

    def answer(self, version: DataVersion) -> bytes | None:
        """What was just resolved, as a file that is kept; None where it would not come back exactly.

        None as well where the database keeps the history itself, and has it for whoever asks.
        """
        if self._kept is None or self._kept[1] != version.id or _parted(self._kept[0])[1].has_history:
            return None
        return answer_file(self._kept[2])

    def set_down(self, found: Found, folder: Path) -> str:
        """Write what was just resolved to where it is kept from with the snapshot; the digest, "" where it cannot be.

        Raises ReproError where the project's settings or the cache cannot be read.
        """
        if not may_be_kept(found.name, found.size, folder):
            return ""
        content = self.answer(found.version)
        return set_down(content) if content else ""

    def table(self, address: str, version: DataVersion, folder: Path) -> Any:
        """The rows of that version as a pandas.DataFrame."""
        if not self._kept or self._kept[:2] != (address, version.id):
            self.resolve(address, Wish(version=version.id), folder)
        (_, _, result), self._kept = self._kept, None  # type: ignore[misc]
        return result.frame()

    def _found(self, address: str, name: str, wish: Wish, id_: str, result: QueryResult) -> Found:
        self._kept = address, id_, result
        version = DataVersion(id_, asof=wish.text, rows=len(result.rows))
        return Found(name, result.digest, result.size, version)

    def _result(self, address: str, folder: Path, moment: datetime | None) -> QueryResult:
        database, read = _parted(address)
        asked = (moment or datetime.now(UTC)) if read.takes_moment else None
        columns, rows = self.ask(database, folder, Question(read, asked, newest=moment is None))
        return query_result(columns, rows, ordered=read.is_ordered)


@dataclass(frozen=True)
class Question:
    """What is read, and as of when."""

    read: SqlRead
    moment: datetime | None
    """None where the statement has no place for one."""
    newest: bool = False
    """Whether the moment is now only because none was asked for."""

    @property
    def local(self) -> datetime | None:
        """The moment by the clocks of the time stamps' zone, without a zone."""
        return self.moment.astimezone(self.read.zone).replace(tzinfo=None) if self.moment else None


def database_files(database: str, kind: str, folder: Path) -> list[Path]:
    """Its file, and that of what was written and is not in it yet."""
    path = database_path(database, kind, folder)
    journal = path.with_name(f"{path.name}{_JOURNALS[kind]}")
    return [path, journal] if journal.exists() else [path]


def database_path(database: str, kind: str, folder: Path) -> Path:
    """The file of a database that is named as `sqlite:///data/shop.db`, without its options.

    Raises NoSuchData for a database in memory.
    """
    parts = parse_address(database, fragments=False)
    path = parts.path.removeprefix("/")
    if not parts.is_url or parts.authority or path in {"", ":memory:"}:
        raise NoSuchData(
            f"the address names no file of {kind}", f"write {kind.lower()}:///data/shop.db#TABLE@COLUMN"
        )
    return located(path, folder)


def database_name(scheme: str, path: Path, folder: Path) -> str:
    """The address of a database that lies at `path`."""
    name = portable(path, folder)
    return f"{scheme}:///{path.as_posix() if name == path.as_uri() and '%' not in name else name}"


def _parted(address: str) -> tuple[str, SqlRead]:
    """The database and what is read of it."""
    parts = parse_address(address)
    database, text, scheme = parts.base, parts.fragment, parts.scheme
    authority = parse_address(address, fragments=False).authority
    if authority and scheme in _IN_FILES:
        raise NoSuchData(
            f"the address names no file of {_IN_FILES[scheme]}: it has two slashes, and takes three",
            f"write the third: {scheme}:///data/shop.db#TABLE@COLUMN",
        )
    if parse_address(authority).base not in {
        "",
        authority,
    }:  # of a password, which is not to be taken for what is read
        raise ReproError(
            "the address has a # before the name of the database", "write one in a password as %23"
        )
    if not text.strip():
        raise ReproError("the address says what database, and not what is read of it", FORMS)
    return database, sql_read(text)


def _moment(name: str, read: SqlRead, wish: Wish) -> datetime | None:
    """The moment that is wanted; None for the newest."""
    moment = wish.asof or _recorded(name, wish.version)
    if moment and not read.takes_moment:
        raise NoSuchVersion("says nothing of when its rows were written", FORMS, subject=name)
    return moment


def _recorded(name: str, version: str) -> datetime | None:
    if not version or version.startswith(ALGORITHM):
        return None
    try:
        moment = datetime.fromisoformat(version)
    except ValueError:
        raise NoSuchVersion(
            f"has no version {version}: of a database it is a moment",
            "write 2026-11-01T12:30:00Z",
            subject=name,
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_IN_FILES = {"sqlite": "SQLite", "duckdb": "DuckDB"}
_JOURNALS = {"SQLite": "-wal", "DuckDB": ".wal"}
_NO_PAST = f"a table has a past only where it is written in it: {FORMS}"
