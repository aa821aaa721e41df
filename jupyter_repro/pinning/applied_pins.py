"""Applying the pins of this process: each when its library is first imported, each can be taken back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.extensions.protocols import Pin
from jupyter_repro.extensions.registry import parts
from jupyter_repro.patching import after, replaced, when_imported, wrapping
from jupyter_repro.pinning.seeds import derived_seed

NOT_PINNED = "not pinned: "
"""Begins how a pin was applied that was not, before the reason."""
EVERY_LIBRARY = "all"
"""In place of a pin's name: no library is pinned, for one reason."""
PER_CELL = "per-cell"
UUID = "uuid"
WRITTEN_OPTIONS = {"--per-cell": PER_CELL, "--pin-uuid": UUID}
"""How to pin, beyond a seed, as it is written after `%repro pin`: again at each cell's start, and `uuid4` as well."""

_RESTORES = frozenset({"hypothesis"})
"""Packages that seed for themselves and put the state back."""


class Pinning:
    """The pins of this process and what became of each."""

    def __init__(self) -> None:
        self.seed: int | None = None
        self.options: frozenset[str] = frozenset()
        self.state: dict[str, str] = {}
        """Pin to what it did: the seed, or why it could not be applied."""
        self.own: set[str] = set()
        """Pins whose library the notebook has seeded itself since: they are left alone."""
        self._now = 0
        """The seed in force: the one given, or what it becomes in this cell or child process."""
        self._undos: dict[str, Undo] = {}
        self._pins: dict[str, Pin] = {}
        self._children = 0
        self._own_before: frozenset[str] = frozenset()
        self._seeding = False

    def pin(self, seed: int, options: Collection[str] = ()) -> None:
        """Pin every library, those that are not imported yet at their first import."""
        now = self._now if self.seed == seed and PER_CELL in options else seed
        self.unpin()
        self.seed, self._now, self.options = seed, now, frozenset(options)
        if not self._pins:
            self._begin()
        for name, pin in self._pins.items():
            if pin.module in sys.modules:
                self._apply(name)

    def unpin(self) -> None:
        """Put back all that was replaced."""
        for name, undo in reversed(self._undos.items()):
            self._trying(name, undo)
        self._undos.clear()
        self.state.clear()
        self.own.clear()
        self.seed, self.options = None, frozenset()

    def waiting(self) -> list[str]:
        """Pins whose library is installed and has not been imported yet."""
        return [
            name
            for name, pin in self._pins.items()
            if name not in self.state and self._is_requested(name) and find_spec(pin.module.partition(".")[0])
        ]

    def covers(self, name: str) -> tuple[str, ...]:
        """Other libraries that draw from the generators of a pin."""
        return tuple(getattr(self._pins.get(name), "covers", ()))

    def cell_begins(self, cell_id: str) -> None:
        """Set all states from the seed and the cell, where that was asked for."""
        if self.seed is not None and PER_CELL in self.options:
            self._reseed(derived_seed(self.seed, cell_id))

    def child_seed(self) -> int:
        """The seed of the next child process or of the next batch of work for one."""
        self._children += 1
        return derived_seed(self._now, "child", self._children)

    def as_child(self, seed: int, options: Collection[str]) -> None:
        """Pin in a child process before it does a piece of work; what it seeded for an earlier one is forgotten."""
        if self.seed is None:
            self.pin(seed, options)
        else:
            self.own = set(self._own_before)
            self._reseed(seed)

    def _begin(self) -> None:
        self._pins = parts("pins", self._not_pinned)
        for name, pin in self._pins.items():
            if pin.module not in sys.modules:
                when_imported(pin.module, self._applying(name))
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=self._before_fork, after_in_child=self._after_fork)

    def _applying(self, name: str) -> Callable[[ModuleType], None]:
        return lambda _module: self._apply(name)

    def _is_requested(self, name: str) -> bool:
        option = getattr(self._pins[name], "option", "")
        return not option or option in self.options

    def _apply(self, name: str) -> None:
        if self.seed is None or name in self._undos or not self._is_requested(name):
            return
        with self._ours():
            self._trying(name, lambda: self._applied(name))

    def _applied(self, name: str) -> None:
        pin = self._pins[name]
        undo = pin.apply(self._now)
        self._undos[name] = undo
        self._undos[name] = after(undo, *self._watched(name, getattr(pin, "seeders", ())))
        self.state[name] = str(self.seed)

    def _trying(self, name: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # a library that cannot be seeded must not stop the notebook
            self._not_pinned(name, error)

    def _not_pinned(self, name: str, error: Exception) -> None:
        self.state[name] = f"{NOT_PINNED}{type(error).__name__}: {error}"

    def _reseed(self, seed: int, also: Collection[str] = ()) -> None:
        self._now, self._children = seed, 0
        with self._ours():
            for name in self._undos:
                reseed = getattr(self._pins[name], "reseed", None)
                if reseed and (name not in self.own or name in also):
                    self._trying(name, partial(reseed, seed))

    @contextmanager
    def _ours(self) -> Iterator[None]:
        self._seeding = True
        try:
            yield
        finally:
            self._seeding = False

    def _watched(self, name: str, seeders: Collection[str]) -> Iterator[Undo]:
        for seeder in seeders:
            place, _, function = seeder.rpartition(".")
            owner = _owner(place)
            if owner is not None:
                seeding = wrapping(getattr(owner, function), self._noting_seed(name))
                yield replaced(owner, function, staticmethod(seeding) if isinstance(owner, type) else seeding)

    def _noting_seed(self, name: str) -> Callable[..., None]:
        def noted(*args: Any, **named: Any) -> None:
            given = next(iter((*args, *named.values())), None)
            if given is not None and not self._seeding and _caller(3) not in _RESTORES:
                self.own.add(name)

        return noted

    def _before_fork(self) -> None:
        if self.seed is not None:
            self._children += 1

    def _after_fork(self) -> None:
        """In the child, whose states are its parent's, or made from fresh entropy."""
        if self.seed is not None:
            self._own_before = frozenset(self.own)
            forgetful = {name for name, pin in self._pins.items() if getattr(pin, "forgets_at_fork", False)}
            self._reseed(derived_seed(self._now, "child", self._children), forgetful)


def _owner(place: str) -> Any:
    """The module, or the class in a module, of this dotted name; None where it has not been imported."""
    module, _, name = place.rpartition(".")
    return sys.modules.get(place) or getattr(sys.modules.get(module), name, None)


def _caller(depth: int) -> str:
    """Top-level module of the function so many calls up."""
    return str(sys._getframe(depth).f_globals.get("__name__", "")).partition(".")[0]


PINNING = Pinning()
"""The pins of this process."""
