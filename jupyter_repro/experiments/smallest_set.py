"""Which few of many things, put back together, bring the output back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
Test = Callable[[tuple[T, ...]], bool]


def smallest_set(candidates: Sequence[T], test: Test[T]) -> tuple[T, ...]:
    """A smallest set of candidates that passes the test; () where not even all of them do.

    None of them can be done without. Whatever contains a set that passes is taken to pass as well. One alone among n
    takes log2(n) + 1 tests: it is looked for as if it were one, and only where that fails as QuickXplain does it.
    The likeliest candidates come first.

    Source: Junker, QuickXplain, AAAI 2004; after Zeller and Hildebrandt, Simplifying and Isolating
    Failure-Inducing Input, IEEE TSE 28 (2002).
    """
    known = _Known(candidates, test)
    single = _single(range(len(candidates)), known)
    if known.passes(frozenset({single})):
        return (candidates[single],)
    if not known.passes(frozenset(range(len(candidates)))):
        return ()
    needed = _minimal(frozenset(), False, tuple(range(len(candidates))), known)
    return tuple(candidates[index] for index in sorted(needed))


class _Known:
    """The tests that were made, each once, and what follows from them."""

    def __init__(self, candidates: Sequence[T], test: Test[T]) -> None:
        self._candidates, self._test = candidates, test
        self._passed: list[frozenset[int]] = []
        self._failed: list[frozenset[int]] = [frozenset()]

    def passes(self, indexes: frozenset[int]) -> bool:
        """Whether these pass together."""
        if any(each <= indexes for each in self._passed):
            return True
        if any(indexes <= each for each in self._failed):
            return False
        passed = self._test(tuple(self._candidates[index] for index in sorted(indexes)))
        (self._passed if passed else self._failed).append(indexes)
        return passed


def _single(indexes: Sequence[int], known: _Known) -> int:
    """The one that brings it back, if it is one."""
    while len(indexes) > 1:
        half = (len(indexes) + 1) // 2
        indexes = indexes[:half] if known.passes(frozenset(indexes[:half])) else indexes[half:]
    return indexes[0]


def _minimal(
    background: frozenset[int], is_new: bool, indexes: tuple[int, ...], known: _Known
) -> frozenset[int]:
    """Which of the indexes are needed besides the background."""
    if is_new and known.passes(background):
        return frozenset()
    if len(indexes) == 1:
        return frozenset(indexes)
    half = (len(indexes) + 1) // 2
    first, second = indexes[:half], indexes[half:]
    of_second = _minimal(background | frozenset(first), True, second, known)
    of_first = _minimal(background | of_second, bool(of_second), first, known)
    return of_first | of_second
