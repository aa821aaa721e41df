"""Arrow's arrays and tables, by type and values, however they are cut into chunks and slices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jupyter_repro.value_digests.form import Content, Form


def column(value: Any) -> tuple[Any, ...]:
    """Type, which values are missing, and the values; what lies beneath a missing one does not count."""
    import pyarrow as pa

    kind = value.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return str(kind), len(value), *_strings(value)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        filled = value.fill_null(False if pa.types.is_boolean(kind) else 0)
        return str(kind), _valid(value), filled.to_numpy(**_copying(filled))
    return str(kind), value.to_pylist()


def _strings(value: Any) -> tuple[Any, ...]:
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = value.cast(pa.large_string()).fill_null("")
    lengths = pc.binary_length(filled)
    return _valid(value), lengths.to_numpy(**_copying(lengths)), Content(_texts(filled))


def _texts(value: Any) -> Iterator[Any]:
    """The text of each chunk: a part of a buffer, which a slice may share with others."""
    import numpy as np

    for chunk in getattr(value, "chunks", [value]):
        _, offsets, data = chunk.buffers()
        if data is not None and len(chunk):
            places = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
            yield memoryview(data)[int(places[0]) : int(places[-1])]


def _valid(value: Any) -> Any:
    if not value.null_count:
        return None
    valid = value.is_valid()
    return valid.to_numpy(**_copying(valid))


def _copying(value: Any) -> dict[str, bool]:
    """Of chunks the copy is implied, and must not be asked for."""
    return {} if hasattr(value, "chunks") else {"zero_copy_only": False}


def table(value: Any) -> tuple[Any, ...]:
    """Names, metadata and columns."""
    return value.schema.names, value.schema.metadata, list(value.columns)


FORMS: dict[str, Form] = {
    "Array": column,
    "ChunkedArray": column,
    "Table": table,
    "RecordBatch": table,
    "Schema": lambda value: (value.to_string(show_schema_metadata=True),),
    "DataType": lambda value: (str(value),),
}
