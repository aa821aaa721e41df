"""A value in a few words that cost nothing: its type, and its shape or length."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import class_name

_SIZED = (str, bytes, bytearray, list, tuple, dict, set, frozenset)


def words(value: Any) -> str:
    """`DataFrame (1000, 12)`, `ndarray float64 (3, 4)`, `list of 3`, `float`; never a part of the value itself."""
    kind = type(value)
    module, _, name = class_name(kind).rpartition(".")
    if kind in _SIZED or (issubclass(kind, _SIZED) and module != "__main__"):
        return f"{name} of {len(value)}"
    if module == "__main__":
        return name
    parts = (name, _dtype(value), _shape(value))
    return " ".join(filter(None, parts))


def _dtype(value: Any) -> str:
    found = _attribute(value, "dtype")
    return "" if found is None or callable(found) else str(found).removeprefix("torch.").split("\n")[0][:40]


def _shape(value: Any) -> str:
    found = _attribute(value, "shape")
    if not isinstance(found, tuple | list) or not all(isinstance(each, int) for each in found):
        return ""
    return str(tuple(found))


_PLAIN = frozenset({"jaxlib", "numpy", "pandas", "polars", "pyarrow", "scipy", "tensorflow", "torch"})
"""Libraries whose attributes may be asked for without waking anything."""


def _attribute(value: Any, name: str) -> Any:
    if type(value).__module__.partition(".")[0] not in _PLAIN:
        return None
    try:
        return getattr(value, name, None)
    except Exception:  # a deleted array
        return None
