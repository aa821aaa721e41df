"""NumPy: arrays by type, shape and content in row order; generators by their state, without a draw from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from jupyter_repro.value_digests.form import Content, Form

BLOCK = 1 << 20
"""Items that are copied at a time where an array does not lie in row order."""


def array(value: Any) -> tuple[Any, ...]:
    """An array's type, shape and content."""
    plain = np.asarray(value)
    return dtype(plain.dtype), plain.shape, *content(plain)


def content(plain: Any) -> tuple[Any, ...]:
    """The items of an array. Padding between fields, and in long doubles, is not part of them."""
    if plain.dtype.names is not None:
        return tuple(part for name in plain.dtype.names for part in content(plain[name]))
    if plain.dtype.kind in "OT":
        return (plain.ravel().tolist(),)
    return (Content(map(_significant, _blocks(plain))),)


def _blocks(plain: Any) -> Iterator[Any]:
    if plain.flags.c_contiguous:
        yield plain.reshape(-1).view(np.ndarray)
    elif plain.size:
        # one block at a time is brought in order, never the whole array
        flags: Any = ["external_loop", "buffered", "zerosize_ok"]
        blocks: Any = np.nditer(plain, flags=flags, order="C", buffersize=BLOCK)
        yield from map(np.ascontiguousarray, blocks)


def _significant(block: Any) -> Any:
    octets = block.reshape(-1).view(np.uint8)
    if block.dtype.kind in "fc" and np.finfo(block.dtype).nmant == 63:
        return np.ascontiguousarray(octets.reshape(-1, np.finfo(block.dtype).dtype.itemsize)[:, :10]).reshape(
            -1
        )
    return octets


def masked(value: Any) -> tuple[Any, ...]:
    """What is masked counts as masked, whatever lies beneath."""
    mask = np.ma.getmaskarray(value)
    return mask, value.filled(), value.fill_value


def dtype(value: Any) -> tuple[Any, ...]:
    """The type by its description; field names and nesting are part of it."""
    return str(value.descr if value.names is not None else value.str), str(value)


def _state_of_legacy(value: Any) -> tuple[Any, ...]:
    # estimators without a seed hold on to NumPy's global generator: where that stands is not their state
    if value is np.random.mtrand._rand:
        return ("global",)
    return (value.get_state(legacy=False),)


def _seed_sequence(value: Any) -> tuple[Any, ...]:
    return value.entropy, value.spawn_key, value.pool_size, value.n_children_spawned


FORMS: dict[str, Form] = {
    "ndarray": array,
    "generic": array,
    "MaskedArray": masked,
    "dtype": dtype,
    "ufunc": lambda value: (value.__name__,),
    "Generator": lambda value: (value.bit_generator.state,),
    "RandomState": _state_of_legacy,
    "BitGenerator": lambda value: (value.state,),
    "SeedSequence": _seed_sequence,
}
