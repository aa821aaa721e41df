"""Libraries that open files in compiled code: their functions are reported what to read.

What goes another way (a connection's method, a reader made by a library for itself) is seen by the operating system's
events, with its cell and without its line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced, wrapping

_FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "cv2": ("imread", "VideoCapture"),
    "duckdb": (
        "connect", "execute", "from_csv_auto", "from_parquet", "query", "read_csv", "read_json", "read_parquet", "sql",
    ),
    "h5py": ("File",),
    "lightgbm": ("Dataset", "Booster"),
    "netCDF4": (),
    "polars": (
        "read_avro", "read_csv", "read_csv_batched", "read_delta", "read_excel", "read_ipc", "read_ipc_stream",
        "read_json", "read_lines", "read_ndjson", "read_ods", "read_parquet", "scan_csv", "scan_delta", "scan_ipc",
        "scan_lines", "scan_ndjson", "scan_parquet",
    ),
    "pyarrow.csv": ("open_csv", "read_csv"),
    "pyarrow.dataset": ("dataset", "parquet_dataset"),
    "pyarrow.feather": ("read_feather", "read_table"),
    "pyarrow.json": ("open_json", "read_json"),
    "pyarrow.orc": ("ORCFile", "read_table"),
    "pyarrow.parquet": ("ParquetDataset", "ParquetFile", "read_metadata", "read_pandas", "read_schema", "read_table"),
    "pyreadstat": (),
    "rasterio": ("open",),
    "soundfile": ("SoundFile",),
    "tables": ("open_file",),
    "torchvision.io": ("read_image", "read_file", "decode_image"),
    "xgboost": ("DMatrix",),
    "zarr": ("open", "open_array", "open_group"),
}  # fmt: skip
"""Module: its functions, and its classes that are made of a path. None where none can be replaced."""

_OF_TABLES = frozenset({"read_delta", "scan_delta"})
"""Functions that read a table by its versions."""
_ANEW = frozenset({"w", "w-", "wb", "x", "xb"})
"""Modes in which a file is created, so that what lay there is no input."""


class NativeReader:
    """Tells which files and folders such functions are given."""

    modules = tuple(_FUNCTIONS)
    opens_by_itself = True

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the functions of one of the modules."""
        return after(*_watched(sys.modules[module], _FUNCTIONS[module], notes))


def _watched(owner: Any, names: tuple[str, ...], notes: DataNotes) -> Iterator[Undo]:
    for name in names:
        tell = partial(_tell, notes, name in _OF_TABLES)
        function = vars(owner).get(name)
        if isinstance(function, type):
            try:
                yield replaced(function, "__init__", wrapping(vars(function)["__init__"], tell))
            except (KeyError, TypeError):  # a class in C: the system's events see what it opens
                continue
        elif callable(function):
            yield replaced(owner, name, wrapping(function, tell))


def _tell(notes: DataNotes, is_of_tables: bool, *args: Any, **named: Any) -> None:
    values = (*args, *named.values())
    if not any(isinstance(value, str) and value in _ANEW for value in values):
        for value in values:
            if not is_of_tables:
                notes.check_held(value)
            notes.given(value)
