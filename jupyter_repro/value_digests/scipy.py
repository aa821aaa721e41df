"""SciPy's sparse matrices and arrays, by their shape and what they store, in the format they have."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form
from jupyter_repro.value_digests.objects import own_attributes

_CACHED = frozenset({"maxprint", "_shape", "_has_sorted_indices", "_has_canonical_format"})


def sparse(value: Any) -> tuple[Any, ...]:
    """Format, shape and stored arrays; what SciPy keeps in passing does not count."""
    stored = {name: part for name, part in own_attributes(value).items() if name not in _CACHED}
    return value.format, tuple(value.shape), stored


FORMS: dict[str, Form] = {"_spbase": sparse}
