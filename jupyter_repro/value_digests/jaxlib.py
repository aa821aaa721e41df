"""JAX's arrays, by type, shape and values; a compiled function by the one that it was made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from jupyter_repro.value_digests.form import Form


def array(value: Any) -> tuple[Any, ...]:
    """The values on the host; those of a traced function have none."""
    if not hasattr(value.dtype, "itemsize") or str(value.dtype).startswith("key<"):
        return str(value.dtype), np.asarray(value._base_array)
    return str(value.dtype), np.asarray(value)


FORMS: dict[str, Form] = {
    "ArrayImpl": array,
    "PjitFunction": lambda value: (value.__wrapped__,),
}
