"""One thing that an experiment holds, varies or puts back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.verdicts import Kind


@dataclass(frozen=True)
class Factor:
    """One thing, and the world in which it is another."""

    kind: Kind
    """Of the cause that it is."""
    name: str
    how: Literal["hold", "vary", "put-back"]
    world: World = AS_IT_IS
    cannot: str = ""
    """Why it cannot be done here, a sentence without its full stop; "" where it can."""
    also: frozenset[Kind] = frozenset()
    """Other kinds of cause that it is an experiment about as well."""
    whole_kind: bool = False
    """Whether it is about every cause of its kind, whatever that names."""
    cell: int | None = None
    """Index of the cell whose source it is; None for anything else."""
    builds: int = 0
    """How many packages have to be installed for it that are not there yet."""
    title: str = ""
    """What an experiment with it is called, where that is not its name."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds of cause that it is an experiment about."""
        return self.also | {self.kind}


def together(factors: tuple[Factor, ...]) -> World:
    """The world in which all of them are other."""
    world = AS_IT_IS
    for each in factors:
        world |= each.world
    return world


def named(factors: tuple[Factor, ...]) -> str:
    """What an experiment with all of them is called."""
    return " + ".join(each.title or each.name for each in factors)
