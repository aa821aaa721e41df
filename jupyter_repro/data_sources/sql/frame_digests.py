"""The digest of rows that come in frames of pandas, one or several."""

from __future__ import annotations

from typing import Any

from blake3 import blake3

from jupyter_repro.data_sources.sql.statements import is_ordered
from jupyter_repro.digest import Digest, digest_of


class RowsOfFrames:
    """Columns, types and rows of all frames; the order of the rows counts where the statement gives one."""

    def __init__(self, statement: str) -> None:
        self._is_ordered = is_ordered(statement)
        self._head = ""
        self._rows: list[int] = []
        self._bytes = 0
        self._trouble: Exception | None = None

    def add(self, frame: Any) -> None:
        """Count a frame's rows in; it never raises."""
        try:
            self._add(frame)
        except Exception as error:  # values of any kind
            self._trouble = error

    def having(self, frame: Any) -> RowsOfFrames:
        """The same with one frame more."""
        self.add(frame)
        return self

    def answer(self) -> tuple[Digest, int]:
        """The digest, and the bytes that the frames take; raises what made a frame impossible to digest."""
        if self._trouble:
            raise self._trouble
        found = blake3(self._head.encode())
        ordered = self._rows if self._is_ordered else sorted(self._rows)
        found.update(b"".join(row.to_bytes(8, "big") for row in ordered))
        return digest_of(found), self._bytes

    def _add(self, frame: Any) -> None:
        if frame.index.nlevels > 1 or frame.index.name is not None:
            frame = frame.reset_index()
        self._rows += [int(row) for row in _row_hashes(frame)]
        self._head = self._head or repr([(str(name), str(kind)) for name, kind in frame.dtypes.items()])
        self._bytes += int(frame.memory_usage(index=False, deep=True).sum())


def _row_hashes(frame: Any) -> Any:
    from pandas.util import hash_pandas_object

    try:
        return hash_pandas_object(frame, index=False).to_numpy()
    except TypeError:  # a column of lists, or of what JSON holds
        plain = {name: frame[name].map(repr) for name in frame.columns if frame[name].dtype == object}
        return hash_pandas_object(frame.assign(**plain), index=False).to_numpy()
