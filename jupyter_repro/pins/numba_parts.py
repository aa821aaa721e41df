"""What Numba keeps to itself and is used here: each part fails a test of its own when it is gone."""

from __future__ import annotations


def seed_generators(seed: int) -> None:
    """Seed the generators of compiled code of this thread, that of `numpy.random` and that of `random`."""
    from numba import _helperlib

    for generator in (_helperlib.rnd_get_np_state_ptr(), _helperlib.rnd_get_py_state_ptr()):
        _helperlib.rnd_seed(generator, seed)
