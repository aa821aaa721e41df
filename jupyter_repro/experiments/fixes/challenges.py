"""Circumstances under which a notebook is to come out alike with its remedies, and does not without them."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_repro.experiments.put_back.variables import ANOTHER
from jupyter_repro.experiments.variations import VARIATIONS
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.verdicts import Kind

_BY_VARIATION = frozenset({"clock", "path", "hash-order"})


def challenge(kinds: Iterable[Kind], variables: Iterable[str]) -> World:
    """A world in which these kinds of causes show, as far as they do not show in every run."""
    world = AS_IT_IS
    wanted = set(kinds)
    for each in VARIATIONS:
        if each.kind in wanted & _BY_VARIATION:
            world |= each.world
    if "filesystem-order" in wanted:
        world |= World(listed_anew=True)
    if "environment-variable" in wanted:
        world |= World(variables=dict.fromkeys(variables, ANOTHER))
    return world
