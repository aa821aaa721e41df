"""Rows that a notebook fetches of a query: how many there are and, where a rule asks for it, the digest of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import wrapt

from jupyter_repro.data_sources.sql.statements import is_ordered
from jupyter_repro.digest import Digest, digest_text

_BITS = 2**128


class FetchedRows:
    """Those of one query by now."""

    def __init__(self, statement: str, digest: Digest, size: int, *, with_digest: bool) -> None:
        self._statement_digest, self._size = digest, size
        self._with_digest, self._is_ordered = with_digest, is_ordered(statement)
        self._count = 0
        self._content = 0
        self._trouble: Exception | None = None

    def add(self, rows: Iterable[Any]) -> None:
        """Count rows in that the notebook has fetched; it never raises."""
        try:
            for row in rows:
                self._count += 1
                if self._with_digest:
                    self._content = self._with(row)
        except Exception as error:  # values of any kind
            self._trouble = error

    def answer(self) -> tuple[Digest, int]:
        """A digest of the statement with what is known of the rows, and its size; raises what kept us from a digest."""
        if self._trouble:
            raise self._trouble
        known = f"{self._statement_digest}\n{self._count} rows\n{self._content:x}"
        return digest_text(known), self._size

    def _with(self, row: Any) -> int:
        place = f"{self._count}\n" if self._is_ordered else ""
        values = "\n".join(f"{type(value).__name__} {value!r}" for value in row)
        of_row = int(digest_text(place + values).partition(":")[2], 16)
        return (self._content + of_row) % _BITS


class CountingCursor(wrapt.ObjectProxy[Any]):
    """A database's cursor that counts what is fetched of it."""

    def __init__(self, cursor: Any, rows: FetchedRows) -> None:
        super().__init__(cursor)
        self._self_rows = rows

    def fetchone(self) -> Any:
        """The next row."""
        row = self.__wrapped__.fetchone()
        self._self_rows.add([] if row is None else [row])
        return row

    def fetchmany(self, *args: Any, **named: Any) -> Any:
        """The next rows."""
        rows = self.__wrapped__.fetchmany(*args, **named)
        self._self_rows.add(rows)
        return rows

    def fetchall(self) -> Any:
        """All that are left."""
        rows = self.__wrapped__.fetchall()
        self._self_rows.add(rows)
        return rows
