"""What deltalake keeps to itself and is used here: each part fails a test of its own when it is gone."""

from __future__ import annotations

from typing import Any


def table_in_rust(table: Any) -> Any:
    """What a DeltaTable gives its calls to: its address and version are asked of it without being watched."""
    return table._table


def storage_options(table: Any) -> dict[str, str]:
    """Those that a DeltaTable was opened with."""
    return table._storage_options or {}


def output_stream(handler: Any, name: str) -> Any:
    """A stream into a file of a DeltaStorageHandler, whose own one does not take what pyarrow writes."""
    return handler._handler.open_output_stream(name, {})
