"""pandas: tables by index, names, types and content; categories and missing values by what they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jupyter_repro.value_digests.form import Form, not_digested


def frame(value: Any) -> tuple[Any, ...]:
    """A table: both axes, and each column's values."""
    # two columns may have one name: by place
    columns = [_values(value.iloc[:, place]) for place in range(value.shape[1])]
    return value.columns, value.index, columns, dict(value.attrs)


def series(value: Any) -> tuple[Any, ...]:
    """A column: index, name and values."""
    return value.index, value.name, _values(value), dict(value.attrs)


def index(value: Any) -> tuple[Any, ...]:
    """Labels with their name."""
    return value.name, _values(value), getattr(value, "freqstr", None)


def range_index(value: Any) -> tuple[Any, ...]:
    """A range stays one: its labels are not made for this."""
    return value.name, value.start, value.stop, value.step


def multi_index(value: Any) -> tuple[Any, ...]:
    """Labels level by level: how they are coded is pandas' own affair."""
    return list(value.names), [_values(value.get_level_values(level)) for level in range(value.nlevels)]


def _values(value: Any) -> Any:
    """An array of NumPy's, or one of pandas' own."""
    held = value.array
    return held.to_numpy() if isinstance(held, pd.arrays.NumpyExtensionArray) else held


def extension(value: Any) -> tuple[Any, ...]:
    """An array of a type that a file has no better form for: as Python's objects."""
    return str(value.dtype), np.asarray(value.isna()), value.to_numpy(dtype=object)


def _categorical(value: Any) -> tuple[Any, ...]:
    return value.categories, value.ordered, np.asarray(value.codes)


def _dates(value: Any) -> tuple[Any, ...]:
    return str(value.dtype), value.asi8


def _masked(value: Any) -> tuple[Any, ...]:
    kind = value.dtype.numpy_dtype
    return str(value.dtype), np.asarray(value.isna()), value.to_numpy(dtype=kind, na_value=kind.type(0))


def _strings(value: Any) -> tuple[Any, ...]:
    return str(value.dtype), np.asarray(value.isna()), value.to_numpy(dtype=object, na_value="")


def _arrow(value: Any) -> tuple[Any, ...]:
    return str(value.dtype), value.__arrow_array__()


FORMS: dict[str, Form] = {
    "DataFrame": frame,
    "Series": series,
    "Index": index,
    "RangeIndex": range_index,
    "MultiIndex": multi_index,
    "ExtensionArray": extension,
    "Categorical": _categorical,
    "DatetimeLikeArrayMixin": _dates,
    "BaseMaskedArray": _masked,
    "StringArray": _strings,
    "ArrowExtensionArray": _arrow,
    "ArrowStringArray": _arrow,
    "BaseStringArray": _strings,
    "Styler": not_digested("a table's style: its output shows it"),
}
