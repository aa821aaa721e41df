"""What is read of a database, as it stands behind the `#` of an address.

    orders@updated_at                   rows that were written by then
    orders@valid_from..valid_to         rows that held then; a valid_to that is empty has not ended
    orders@sys_period..                 the same, where one range holds both ends
    orders for system_time              a table whose database keeps its history
    orders                              a table that keeps none: only as it is now
    select … where ordered_at <= :asof  a query that says itself what the moment means

`@… in Europe/Berlin` says in which zone time stamps without one are; else they are in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo

from jupyter_repro.data_sources.sql.statements import (
    MOMENT,
    changing_word,
    is_ordered,
    is_query,
    names_moment,
    one_line,
)
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.moments import zone_named

_COLUMNS = "#TABLE@COLUMN, #TABLE@FROM..TO"
_STATEMENT = "or a query with :asof, as in '#select * from orders where ordered_at <= :asof'"
FORMS = f"write {_COLUMNS}, '#TABLE for system_time', {_STATEMENT}"
_WITHOUT_HISTORY = f"write {_COLUMNS}, {_STATEMENT}"

_NAME = r'(?:[^\W\d]\w*|"(?:[^"]|"")+")'
_READ = re.compile(
    rf"(?P<table>{_NAME}(?:\.{_NAME}){{0,2}})"
    rf"(?:\s*@\s*(?P<begin>{_NAME})(?P<period>\s*\.\.\s*(?P<end>{_NAME})?)?(?:\s+in\s+(?P<zone>[\w+/-]+))?"
    r"|(?P<history>\s+for\s+system_time))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """How one database writes what is put to it."""

    quoted: Callable[[str], str]
    """A name in quotes."""
    instant: str = "{}"
    """The value of a column, to be compared with the moment."""
    history: str = f"FOR SYSTEM_TIME AS OF {MOMENT}"
    """What stands behind a table of which a history is kept; "" where the database keeps none."""


@dataclass(frozen=True)
class SqlRead:
    """A table and how it keeps its past, or a query."""

    text: str
    """As a record has it, on one line."""
    table: str = ""
    """As it is written in a statement, with double quotes; "" for a query."""
    begin: str = ""
    """Column of a moment from which on a row holds."""
    end: str = ""
    """Column of the moment at which it ceased to hold."""
    is_range: bool = False
    """Whether `begin` is a range that holds both ends."""
    has_history: bool = False
    zone: tzinfo = UTC
    """Of time stamps without one."""

    @property
    def takes_moment(self) -> bool:
        """Whether it can be read as of a moment."""
        return bool(self.begin) or self.has_history or (not self.table and names_moment(self.text))

    @property
    def is_ordered(self) -> bool:
        """Whether it says in which order its rows come."""
        return not self.table and is_ordered(self.text)

    def statement(self, dialect: Dialect, *, asof: bool) -> str:
        """What is put to the database; `asof` is whether a moment is asked for.

        Raises ReproError where it would need a history that the database does not keep.
        """
        if not self.table:
            return self.text
        table = f"SELECT * FROM {_in(dialect, self.table)}"  # noqa: S608  it is a name, as the grammar says
        if self.has_history and asof:
            return f"{table} {_history(dialect)}"
        condition = self._condition(dialect)
        return f"{table} WHERE {condition}" if condition else table

    def _condition(self, dialect: Dialect) -> str:
        begin, end = (dialect.instant.format(_in(dialect, name)) for name in (self.begin, self.end))
        if self.is_range:
            return f"{_in(dialect, self.begin)} @> {MOMENT}"
        if self.end:
            return f"{begin} <= {MOMENT} AND ({_in(dialect, self.end)} IS NULL OR {end} > {MOMENT})"
        return f"{begin} <= {MOMENT}" if self.begin else ""


def sql_read(text: str) -> SqlRead:
    """What is to be read.

    Raises ReproError, which does not repeat the text, for what is not understood and for what would change the
    database; NoSuchMoment for a time zone that there is not.
    """
    if is_query(text):
        return _query(one_line(text))
    found = _READ.fullmatch(text.strip())
    if not found:
        raise ReproError(
            "what is to be read of the database is no table, and no query that only reads", FORMS
        )
    return SqlRead(
        text=" ".join(text.split()),
        table=found["table"],
        begin=found["begin"] or "",
        end=found["end"] or "",
        is_range=bool(found["period"]) and not found["end"],
        has_history=bool(found["history"]),
        zone=zone_named(found["zone"]) if found["zone"] else UTC,
    )


def _query(statement: str) -> SqlRead:
    word = changing_word(statement)
    if word == ";":
        raise ReproError("two statements are put to the database", "ask for the result of one query")
    if word:
        raise ReproError(
            f"the query has {word} in it, and would change the database", "ask with a query that only reads"
        )
    return SqlRead(statement)


def _history(dialect: Dialect) -> str:
    if not dialect.history:
        raise ReproError("this database keeps no history of its tables by itself", _WITHOUT_HISTORY)
    return dialect.history


def _in(dialect: Dialect, name: str) -> str:
    """A name as the dialect quotes it; what has no quotes is left to the database."""
    return re.sub(r'"((?:[^"]|"")+)"', lambda found: dialect.quoted(found[1].replace('""', '"')), name)
