"""Which of the candidate causes of a cell come first, and how certain each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from jupyter_repro.diagnosing.relevance import FAR, Relevance
from jupyter_repro.verdicts import Cause, Certainty


@dataclass(frozen=True)
class PossibleCause:
    """What may be a cause of a divergence."""

    cause: Cause
    changed: bool = False
    """Whether it is not as it was recorded; else it is a source that gives other values in each run."""
    modules: frozenset[str] = frozenset()
    """Modules by whose import a cell depends on it."""
    file: str = ""
    """Name of the data, which a cell may read again at another place."""
    looks_like_it: bool = False
    """Whether the difference looks as this source makes it."""
    may_follow: bool = False
    """Whether another change may have led to it: data that is read now, and was not when it was recorded."""


@dataclass(frozen=True)
class Weighed:
    """A candidate with the steps from the cell to it."""

    candidate: PossibleCause
    steps: int


def ranked(candidates: Iterable[PossibleCause], relevance: Relevance) -> tuple[Cause, ...]:
    """Those that the cell depends on, the likeliest first; `proven` only where nothing else is left.

    A source that was seen in use comes before one that is only suspected, what looks like the difference before what
    does not, and what is nearer before what is farther. What another change may have led to comes last.
    """
    weighed = [each for candidate in candidates if (each := _weighed(candidate, relevance))]
    led = any(each.candidate.changed and not each.candidate.may_follow for each in weighed)
    by_weight = sorted(weighed, key=lambda each: (led and each.candidate.may_follow, _key(each)))
    ordered = _plausible(by_weight)
    return tuple(_certain(each, ordered) for each in ordered)


_VAGUE = frozenset({"address"})
"""Kinds that are suspected in nearly every text, and so come after what is suspected of less."""
MOST_SUSPECTS = 3
"""Sources that are only suspected; more would say nothing."""


def _plausible(ordered: list[Weighed]) -> list[Weighed]:
    """Without the suspects that look like nothing where anything else is better known, and without the many."""
    suspects = [each for each in ordered if _is_suspect(each)]
    better = [each for each in ordered if each not in suspects or each.candidate.looks_like_it]
    kept = [each for each in suspects if each.candidate.looks_like_it or not better][:MOST_SUSPECTS]
    return [each for each in ordered if each in kept or each not in suspects]


def _is_suspect(each: Weighed) -> bool:
    """Whether it is a source that may have been used; what changed is reported in any case."""
    return each.candidate.cause.certainty == "suspected" and each.candidate.cause.where is not None


def _weighed(candidate: PossibleCause, relevance: Relevance) -> Weighed | None:
    cause = candidate.cause
    if candidate.modules:
        if found := relevance.import_of(candidate.modules):
            where, near = found
            placed = msgspec.structs.replace(cause, where=cause.where or where)
            return Weighed(_with(candidate, placed), near)
        if named := relevance.naming(candidate.file) if candidate.file else None:
            where, near = named
            return Weighed(_with(candidate, msgspec.structs.replace(cause, where=where)), near)
        return None if relevance.is_known else Weighed(candidate, FAR)
    if cause.where is None:
        return Weighed(candidate, FAR)
    ways = [
        relevance.steps_to(cause.where),
        relevance.steps_to_file(candidate.file) if candidate.file else None,
    ]
    steps = min((way for way in ways if way is not None), default=None)
    placed = msgspec.structs.replace(cause, where=relevance.with_line(cause.where, candidate.file))
    return None if steps is None else Weighed(_with(candidate, placed), steps)


def _with(candidate: PossibleCause, cause: Cause) -> PossibleCause:
    return replace(candidate, cause=cause)


def _key(each: Weighed) -> tuple[int, bool, int, bool]:
    """A source in the very cell comes before a change elsewhere; of two that are as near, the change."""
    candidate = each.candidate
    doubt = (candidate.cause.certainty == "suspected") + (not candidate.looks_like_it)
    vague = _is_suspect(each) and candidate.cause.kind in _VAGUE
    return doubt, vague, each.steps, not candidate.changed


def _certain(each: Weighed, all_: Sequence[Weighed]) -> Cause:
    cause = each.candidate.cause
    return msgspec.structs.replace(cause, certainty=_certainty(each, all_))


def _certainty(each: Weighed, all_: Sequence[Weighed]) -> Certainty:
    cause = each.candidate.cause
    if not each.candidate.changed or cause.certainty != "proven":
        return cause.certainty
    others = [other for other in all_ if other is not each and _may_be_it_too(other)]
    return "observed" if others else "proven"


def _may_be_it_too(other: Weighed) -> bool:
    return other.candidate.changed or other.candidate.cause.certainty == "observed"
