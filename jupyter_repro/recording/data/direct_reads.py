"""Files of tables that are read past the versions of their table: what `%repro asof` cannot hold."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.data.named_files import files_named

_SCAN = re.compile(r"\b(delta_scan|iceberg_scan)\s*\(", re.I)
"""Functions of DuckDB's SQL that read a table by themselves, its newest version."""
_KINDS = {"_delta_log": "a Delta table", "metadata": "an Iceberg table"}


def check_held(value: Any, asof: str, name_of: Callable[[str], str]) -> None:
    """Raise ReproError where a library is given files of a table, or SQL that scans one, while a date is in force."""
    if isinstance(value, str) and (scan := _SCAN.search(value)):
        raise ReproError(f"{scan[1].lower()} of DuckDB reads the newest version, not {_date(asof)}", _REMEDY)
    table = next(_tables(files_named(value)), None)
    if table:
        raise ReproError(f"{_words(table, name_of)} are read directly, not {_date(asof)}", _REMEDY)


def direct_reads(paths: Iterable[str], asof: str, name_of: Callable[[str], str]) -> Iterator[str]:
    """What to say of each table whose files were read while a date was in force: one line."""
    for table in dict.fromkeys(_tables(paths)):
        yield f"{_words(table, name_of)} were read directly, not {_date(asof)}; {_REMEDY}"


def is_of_a_table(path: str) -> bool:
    """Whether a file or folder is a table, or lies in one, that has versions."""
    return next(_tables([path]), None) is not None


def _date(asof: str) -> str:
    return f"as of {asof}, which %repro asof asks for"


_REMEDY = "read it through deltalake, polars.read_delta or pyiceberg, or with: %repro data ADDRESS --as NAME"


def _words(table: tuple[str, str], name_of: Callable[[str], str]) -> str:
    folder, mark = table
    return f"the files of {name_of(folder)}, {_KINDS[mark]},"


def _tables(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Folder of each table that one of the paths is, or lies in, and what it is known by."""
    for path in paths:
        whole = os.path.abspath(path)  # noqa: PTH100  links are not followed
        if found := _table_of(whole if os.path.isdir(whole) else os.path.dirname(whole)):  # noqa: PTH112, PTH120
            yield found


@lru_cache(maxsize=1024)
def _table_of(folder: str) -> tuple[str, str] | None:
    for each in (Path(folder), *Path(folder).parents):
        if (each / "_delta_log").is_dir():
            return str(each), "_delta_log"
        if any((each / "metadata").glob("*.metadata.json")):
            return str(each), "metadata"
    return None
