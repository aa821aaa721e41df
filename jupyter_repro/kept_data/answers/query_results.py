"""The result of a query, and its digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from blake3 import blake3

from jupyter_repro.digest import Digest, digest_of
from jupyter_repro.errors import MissingExtra
from jupyter_repro.kept_data.answers.row_encoding import encoded_row


@dataclass(frozen=True)
class QueryResult:
    """Columns and rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    """In the order of the query; where it gives none, sorted by their values."""
    digest: Digest
    """Of the columns' names and of the values with their types, row by row."""
    size: int
    """Bytes that were digested."""

    def frame(self) -> Any:
        """The rows as a pandas.DataFrame, with the types that pandas.read_sql gives.

        Raises MissingExtra where pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra("pandas", "sql") from None
        return pandas.DataFrame.from_records(self.rows, columns=list(self.columns), coerce_float=True)


def query_result(columns: Iterable[str], rows: Iterable[Sequence[Any]], *, ordered: bool) -> QueryResult:
    """The result of a query; `ordered` is whether the order of its rows is part of it."""
    names, taken = tuple(map(str, columns)), list(map(tuple, rows))
    lines = list(map(encoded_row, taken))
    if not ordered:
        order = sorted(range(len(lines)), key=lines.__getitem__)
        lines, taken = [lines[index] for index in order], [taken[index] for index in order]
    content = b"".join([encoded_row([names]), *lines])
    return QueryResult(names, taken, digest_of(blake3(content, max_threads=blake3.AUTO)), len(content))
