"""What is watched, as it is written after `%repro watch`: names, or `--all` within a time a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_repro.errors import ReproError

ALL = "--all"
BUDGET = "--budget"
USUAL_BUDGET = 1.0

_SECONDS = re.compile(r"(\d+(?:\.\d+)?)(ms|s)?")


@dataclass(frozen=True)
class Watched:
    """Variables whose digests are taken after each cell."""

    names: tuple[str, ...] = ()
    everything: bool = False
    """Whether all variables of the notebook are watched that are digested within the budget."""
    budget: float = USUAL_BUDGET
    """Seconds a cell for the variables that are not watched by name."""

    def __bool__(self) -> bool:
        return bool(self.names) or self.everything

    def __or__(self, other: Watched) -> Watched:
        """Both; the budget is the other's, where that watches everything."""
        names = tuple(dict.fromkeys((*self.names, *other.names)))
        budget = other.budget if other.everything else self.budget
        return replace(self, names=names, everything=self.everything or other.everything, budget=budget)

    @property
    def words(self) -> tuple[str, ...]:
        """As it is written."""
        budget = (BUDGET, f"{self.budget:g}s") if self.budget != USUAL_BUDGET else ()
        return (*sorted(self.names), *((ALL, *budget) if self.everything else ()))


def watched(words: Sequence[str]) -> Watched:
    """What the words ask for; raises ReproError for a word that is no name, and for a budget that is no time."""
    names, budget = list(words), USUAL_BUDGET
    if BUDGET in names:
        place = names.index(BUDGET)
        budget = _seconds("".join(names[place + 1 : place + 2]))
        del names[place : place + 2]
        if ALL not in names:
            raise ReproError(
                f"{BUDGET} is for {ALL}", "a variable that is named is digested however long it takes"
            )
    wrong = [name for name in names if name != ALL and not name.isidentifier()]
    if wrong:
        raise ReproError(f"{wrong[0]!r} is not the name of a variable", "name variables, or say --all")
    return Watched(tuple(name for name in dict.fromkeys(names) if name != ALL), ALL in names, budget)


def _seconds(text: str) -> float:
    match = _SECONDS.fullmatch(text)
    if not match:
        raise ReproError(f"{text!r} is no time", "write it as 500ms or 2s")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)
