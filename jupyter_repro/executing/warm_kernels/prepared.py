"""What every kernel's recorder needs, prepared in the process that kernels are forked from."""

from __future__ import annotations

from contextlib import suppress

from jupyter_repro.extensions.registry import parts, registered
from jupyter_repro.recording import kernel

__all__ = ["kernel", "prepare"]

_BEFORE_A_CELL = ("probes", "pins")


def prepare() -> None:
    """Import the parts that a recorder starts with, and look at what is installed."""
    for group in _BEFORE_A_CELL:
        for entry in registered(group):
            with suppress(Exception):  # the kernel that needs the part says what is wrong with it
                entry.load()
    for collector in parts("collectors", lambda _name, _error: None).values():
        with suppress(Exception):
            getattr(collector, "prepare", lambda: None)()
