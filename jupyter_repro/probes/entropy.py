"""Cryptographic entropy: `os.urandom`, `secrets` and `uuid`. It is never pinned, but for `uuid4` where asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import dotted_names, noting

_TOLD = {
    module: {name: f"{module}.{name}() draws from the operating system's entropy" for name in names}
    for module, names in {
        "os": ("urandom", "getrandom"),
        "secrets": ("randbits", "randbelow", "choice", "token_bytes", "token_hex", "token_urlsafe"),
        "uuid": ("uuid1", "uuid4"),
        "ssl": ("RAND_bytes",),
    }.items()
}


_DEVICES = frozenset({"/dev/random", "/dev/urandom", "/dev/hwrng"})

_OF_A_NAME = "make it of a name: uuid.uuid5(uuid.NAMESPACE_URL, NAME)"
_PINNED = "or, if it is no secret, let it repeat with: %repro pin 42 --pin-uuid"


class EntropyProbe:
    """Notes every draw from the operating system's entropy that the notebook makes itself."""

    kind = "entropy"
    remedy = "draw from a seeded generator where the result must repeat"
    remedies = {
        _TOLD["uuid"]["uuid1"]: _OF_A_NAME,
        _TOLD["uuid"]["uuid4"]: f"{_OF_A_NAME}; {_PINNED}",
    }
    modules = tuple(_TOLD)
    watches = dotted_names(_TOLD)
    through = frozenset({"random", "secrets", "uuid"})

    @property
    def events(self) -> dict[str, Callable[[tuple[Any, ...]], str]]:
        """Reading the devices from which the operating system gives entropy."""
        return {"open": lambda arguments: _device(arguments[0])}

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        return noting(module, _TOLD[module], note)


def _device(path: Any) -> str:
    name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    return f"{name} is the operating system's entropy" if name in _DEVICES else ""
