"""TensorFlow's tensors and variables, by type, shape and values."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form


def tensor(value: Any) -> tuple[Any, ...]:
    """The values on the host."""
    return str(value.dtype), value.numpy()


FORMS: dict[str, Form] = {"Tensor": tensor, "BaseResourceVariable": tensor, "ResourceVariable": tensor}
