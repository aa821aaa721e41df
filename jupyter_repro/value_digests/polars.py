"""Polars: tables by schema and values; a lazy one by its plan, which is not run."""

from __future__ import annotations

from typing import Any

import polars as pl

from jupyter_repro.value_digests.form import Form


def series(value: Any) -> tuple[Any, ...]:
    """Name, type, which values are missing, and the values."""
    missing = value.is_null().to_numpy() if value.null_count() else None
    return value.name, str(value.dtype), missing, *_values(value)


def _values(value: Any) -> tuple[Any, ...]:
    kind = value.dtype
    if kind in {pl.Categorical, pl.Enum}:
        # the codes depend on what else the process has made categories of
        return _text(value.cast(pl.String))
    if kind == pl.String:
        return _text(value)
    if kind == pl.Boolean:
        return (value.fill_null(False).to_numpy(),)
    if kind.is_numeric() and not kind.is_decimal():
        return (value.fill_null(0).to_numpy(),)
    if kind.is_temporal():
        return (value.to_physical().fill_null(0).to_numpy(),)
    return (value.to_list(),)


def _text(value: Any) -> tuple[Any, ...]:
    filled = value.fill_null("")
    return filled.str.len_bytes().to_numpy(), filled.str.join("").item() if len(value) else ""


FORMS: dict[str, Form] = {
    "Series": series,
    "DataFrame": lambda value: (value.height, value.get_columns()),
    "LazyFrame": lambda value: (value.serialize(),),
    "Expr": lambda value: (value.meta.serialize(),),
    "DataType": lambda value: (str(value),),
}
