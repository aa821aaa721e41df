"""Circumstances under which a notebook is to come out alike with its remedies, and does not without them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jupyter_repro.experiments.put_back.variables import ANOTHER
from jupyter_repro.experiments.scene import NOT_COPIED
from jupyter_repro.experiments.variations import VARIATIONS
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.verdicts import Kind

_BY_VARIATION = frozenset({"clock", "path", "hash-order"})
_MOST_FILES = 5_000


def challenge(kinds: Iterable[Kind], folders: Sequence[Path], variables: Iterable[str]) -> World:
    """A world in which these kinds of causes show, as far as they do not show in every run."""
    world = AS_IT_IS
    wanted = set(kinds)
    for each in VARIATIONS:
        if each.kind in wanted & _BY_VARIATION:
            world |= each.world
    if "filesystem-order" in wanted:
        world |= World(files=_in_another_order(folders[:1]))
    if "environment-variable" in wanted:
        world |= World(variables=dict.fromkeys(variables, ANOTHER))
    return world


def _in_another_order(folders: Sequence[Path]) -> Mapping[Path, Path]:
    """Every other file of each folder as a file of its own above it: the system lists these first."""
    return dict(list(_every_other(folders))[:_MOST_FILES])


def _every_other(folders: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    for folder in folders:
        for where, below, names in os.walk(folder):
            below[:] = [name for name in below if name not in NOT_COPIED]
            for name in names[1::2]:
                yield Path(where, name), Path(where, name)
