"""Seeds: which numbers are one, and deriving one from another."""

from __future__ import annotations

import hashlib

from jupyter_repro.errors import ReproError

LARGEST_SEED = 2**32 - 1
"""The largest that NumPy's global generator takes; every pinned library takes the seeds up to it."""


def checked_seed(text: object) -> int:
    """A seed that every pinned library takes; raises ReproError for anything but 0 … 2³²-1."""
    try:
        seed = int(str(text))
    except ValueError:
        seed = -1
    if not 0 <= seed <= LARGEST_SEED:
        raise ReproError(
            f"{text!r} is not a seed", f"give a whole number from 0 to {LARGEST_SEED}, such as 42"
        )
    return seed


def derived_seed(seed: int, *names: object) -> int:
    """A seed, 0 … 2³²-1, that depends on `seed` and all names and looks independent of both: 32 bits of BLAKE2b."""
    text = "\x1f".join(map(str, (seed, *names)))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")
