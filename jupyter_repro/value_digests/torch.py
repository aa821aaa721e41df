"""PyTorch: tensors by type, shape and values wherever they lie; modules by their state and settings, in order."""

from __future__ import annotations

from typing import Any

import torch

from jupyter_repro.value_digests.form import Form, Undigested
from jupyter_repro.value_digests.objects import own_attributes

_COMPRESSED = {
    torch.sparse_csr: ("crow_indices", "col_indices"),
    torch.sparse_bsr: ("crow_indices", "col_indices"),
    torch.sparse_csc: ("ccol_indices", "row_indices"),
    torch.sparse_bsc: ("ccol_indices", "row_indices"),
}
_SETTINGS = (bool, int, float, str, type(None), tuple)


def tensor(value: Any) -> tuple[Any, ...]:
    """A tensor without its device and the graph it was computed by."""
    if value.is_meta:
        raise Undigested("tensor without data")
    with torch.no_grad():
        return (
            str(value.dtype),
            str(value.layout),
            tuple(value.shape),
            value.requires_grad,
            *_values(value.detach()),
        )


def _values(value: Any) -> tuple[Any, ...]:
    if value.layout == torch.sparse_coo:
        return value.is_coalesced(), _dense(value._indices()), _dense(value._values())
    if names := _COMPRESSED.get(value.layout):
        return (*(_dense(getattr(value, name)()) for name in names), _dense(value.values()))
    if value.is_quantized:
        return str(value.qscheme()), value.q_scale(), value.q_zero_point(), _dense(value.int_repr())
    return (_dense(value),)


def _dense(value: Any) -> Any:
    """The values as bytes in NumPy's hands, which has no bfloat16; a copy only where they lie elsewhere."""
    lying = value.detach().resolve_conj().resolve_neg().cpu().contiguous()
    return lying.reshape(-1).view(torch.uint8).numpy()


def module(value: Any) -> tuple[Any, ...]:
    """Parameters, buffers, parts and settings (`p` of a dropout, `training`), without hooks."""
    held = own_attributes(value)
    settings = {name: each for name, each in held.items() if isinstance(each, _SETTINGS)}
    return settings, dict(held["_parameters"]), dict(held["_buffers"]), dict(held["_modules"])


FORMS: dict[str, Form] = {
    "Tensor": tensor,
    "Module": module,
    "Generator": lambda value: (value.get_state(), str(value.device)),
    "dtype": lambda value: (str(value),),
    "device": lambda value: (str(value),),
    "layout": lambda value: (str(value),),
    "Size": lambda value: (tuple(value),),
}
