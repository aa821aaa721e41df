"""Cryptographic entropy: `os.urandom`, `secrets` and `uuid`. It is never pinned, but for `uuid4` where asked."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import noting

_TOLD = {
    module: {name: f"{module}.{name}() draws from the operating system's entropy" for name in names}
    for module, names in {
        "os": ("urandom", "getrandom"),
        "secrets": ("randbits", "randbelow", "choice", "token_bytes", "token_hex", "token_urlsafe"),
        "uuid": ("uuid1", "uuid4"),
    }.items()
}


class EntropyProbe:
    """Notes every draw from the operating system's entropy that the notebook makes itself."""

    kind = "entropy"
    remedy = "draw from a seeded generator where the result must repeat"
    modules = tuple(_TOLD)
    through = frozenset({"random", "secrets", "uuid"})

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        return noting(module, _TOLD[module], note)
