"""Applying the pins: each when its library is first imported, each can be taken back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

from jupyter_repro.errors import ReproError
from jupyter_repro.extensions import Pin, Undo, parts
from jupyter_repro.patching import when_imported

LARGEST_SEED = 2**32 - 1


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


class Pinning:
    """The pins of this kernel and what became of each."""

    def __init__(self) -> None:
        self.seed: int | None = None
        self.state: dict[str, str] = {}
        """Pin to what it did: its seed, or why it could not be applied."""
        self._undos: dict[str, Undo] = {}
        self._pins: dict[str, Pin] = {}

    def pin(self, seed: int) -> None:
        """Pin every library, those that are not imported yet at their first import."""
        self.unpin()
        self.seed = seed
        first = not self._pins
        self._pins = self._pins or parts("pins", self._not_pinned)
        for name, pin in self._pins.items():
            if pin.module in sys.modules:
                self._apply(name)
            elif first:
                when_imported(pin.module, self._applying(name))

    def unpin(self) -> None:
        """Put back all that was replaced."""
        for undo in reversed(self._undos.values()):
            undo()
        self._undos.clear()
        self.state.clear()
        self.seed = None

    def waiting(self) -> list[str]:
        """Pins whose library has not been imported yet."""
        return [name for name in self._pins if name not in self.state]

    def _applying(self, name: str) -> Callable[[ModuleType], None]:
        return lambda _module: self._apply(name)

    def _apply(self, name: str) -> None:
        if self.seed is None:
            return
        try:
            self._undos[name] = self._pins[name].apply(self.seed)
            self.state[name] = str(self.seed)
        except Exception as error:  # a library that cannot be seeded must not stop the notebook
            self._not_pinned(name, error)

    def _not_pinned(self, name: str, error: Exception) -> None:
        self.state[name] = f"not pinned: {type(error).__name__}: {error}"
