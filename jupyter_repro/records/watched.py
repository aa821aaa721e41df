"""What is watched, as it is written after `%repro watch`: names, or `--all` within a time a cell, but for some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from jupyter_repro.errors import ReproError

ALL = "--all"
BUDGET = "--budget"
EXCEPT = "--except"
USUAL_BUDGET = 1.0

_SECONDS = re.compile(r"(\d+(?:\.\d+)?)(ms|s)?")


class Watched(msgspec.Struct, frozen=True):
    """Variables whose digests are taken after each cell."""

    names: tuple[str, ...] = ()
    everything: bool = False
    """Whether all variables of the notebook are watched that are digested within the budget."""
    budget: float = USUAL_BUDGET
    """Seconds a cell for the variables that are not watched by name."""
    excepted: tuple[str, ...] = ()
    """Variables that are not watched with all others: a time, say, that is another in every run."""

    def __bool__(self) -> bool:
        return bool(self.names) or self.everything

    def __or__(self, other: Watched) -> Watched:
        """Both; the budget is the other's, where that watches everything."""
        return Watched(
            names=tuple(dict.fromkeys((*self.names, *other.names))),
            everything=self.everything or other.everything,
            budget=other.budget if other.everything else self.budget,
            excepted=tuple(dict.fromkeys((*self.excepted, *other.excepted))),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """As it is written."""
        budget = (BUDGET, f"{self.budget:g}s") if self.budget != USUAL_BUDGET else ()
        excepted = (EXCEPT, *sorted(self.excepted)) if self.excepted else ()
        return (*sorted(self.names), *((ALL, *budget, *excepted) if self.everything else ()))


def watched(words: Sequence[str]) -> Watched:
    """What the words ask for; raises ReproError for a word that is no name, and for a budget that is no time."""
    said: dict[str, list[str]] = {"": []}
    option = ""
    for word in words:
        option = word if word in {ALL, BUDGET, EXCEPT} else option
        said.setdefault(option, []).extend([] if word == option else [word])
        option = _after(option, said)
    if said.keys() & {BUDGET, EXCEPT} and ALL not in said:
        raise ReproError(
            f"{BUDGET} and {EXCEPT} are for {ALL}", "a variable that is named is always digested"
        )
    budget = _seconds(" ".join(said[BUDGET])) if BUDGET in said else USUAL_BUDGET
    return Watched(_names(said[""]), ALL in said, budget, _names(said.get(EXCEPT, [])))


def _after(option: str, said: Mapping[str, list[str]]) -> str:
    """The option that the next word belongs to: --all takes none, --budget one, --except all that follow."""
    return "" if option == ALL or (option == BUDGET and said[BUDGET]) else option


def _names(words: Sequence[str]) -> tuple[str, ...]:
    for word in words:
        if not word.isidentifier():
            raise ReproError(f"{word!r} is not the name of a variable", f"name variables, or say {ALL}")
    return tuple(dict.fromkeys(words))


def _seconds(text: str) -> float:
    match = _SECONDS.fullmatch(text)
    if not match:
        raise ReproError(f"{text!r} is no time", "write it as 500ms or 2s")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)
