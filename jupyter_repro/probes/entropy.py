"""Cryptographic entropy: `os.urandom`, `secrets` and `uuid`. It is never pinned, only seen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from jupyter_repro.extensions import Undo
from jupyter_repro.patching import after, replaced

_SEED = "draw from a seeded generator where the result must repeat"

_DRAWS = {
    "os": ("urandom", "getrandom"),
    "secrets": ("randbits", "randbelow", "choice", "token_bytes", "token_hex", "token_urlsafe"),
    "uuid": ("uuid1", "uuid4"),
}


class EntropyProbe:
    """Notes every draw from the operating system's entropy that the notebook makes itself."""

    kind = "entropy"
    modules = tuple(_DRAWS)

    def start(self, module: str, note: Callable[[str, str], None]) -> Undo:
        """Watch the functions of `module` that draw entropy."""
        owner = sys.modules[module]
        return after(*(_watch(owner, name, note) for name in _DRAWS[module] if hasattr(owner, name)))


def _watch(owner: ModuleType, name: str, note: Callable[[str, str], None]) -> Undo:
    draw = getattr(owner, name)
    what = f"{owner.__name__}.{name} draws from the operating system's entropy"

    @wraps(draw)
    def noted(*args: Any, **kwargs: Any) -> Any:
        note(what, _SEED)
        return draw(*args, **kwargs)

    return replaced(owner, name, noted)
