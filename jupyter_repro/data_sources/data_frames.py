"""Files that pandas reads as a table, by the ending of their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_repro.errors import ReproError


def is_table(name: str) -> bool:
    """Whether a file of this name can be read as a frame."""
    return Path(name).suffix in _READERS


def frame_of(path: Path, name: str) -> Any:
    """The file as a pandas.DataFrame; `name` is what it is called, which tells how it is read.

    Raises ReproError for what is no table.
    """
    read = _READERS.get(Path(name).suffix)
    if read is None:
        raise ReproError(f"{name} is no table that pandas reads", "take its path() or open() it")
    return read(path)


def _pandas(function: str, **options: Any) -> Callable[[Path], Any]:
    def read(path: Path) -> Any:
        import pandas

        return getattr(pandas, function)(path, **options)

    return read


_READERS: Mapping[str, Callable[[Path], Any]] = {
    ".csv": _pandas("read_csv"),
    ".tsv": _pandas("read_csv", sep="\t"),
    ".parquet": _pandas("read_parquet"),
    ".feather": _pandas("read_feather"),
    ".json": _pandas("read_json"),
    ".jsonl": _pandas("read_json", lines=True),
    ".xlsx": _pandas("read_excel"),
}
