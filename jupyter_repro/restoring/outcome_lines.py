"""The lines that tell what came back: each is said as soon as it is known, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from jupyter_repro.restoring.outcomes import Outcome


class OutcomeLines:
    """Lines for a person."""

    def __init__(self, say: Callable[[str], object] = lambda _line: None) -> None:
        self.lines: list[str] = []
        self._say = say

    def line(self, line: str) -> None:
        """Say one line."""
        self.lines.append(line)
        self._say(line)

    def all(self, lines: Iterable[str]) -> None:
        """Say lines, each as soon as it is there."""
        for each in lines:
            self.line(each)

    def outcomes(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Say what became of pieces of data, each as soon as it is known, and answer them."""
        found = []
        for each in outcomes:
            found.append(each)
            self.all(_lines(each))
        return found


def is_whole(outcomes: Sequence[Outcome]) -> bool:
    """Whether everything is as it was recorded."""
    return not any(each.remedy for each in outcomes)


def _lines(each: Outcome) -> Iterator[str]:
    yield f"{'✗' if each.remedy else '✓'} {each.name} {each.said}"
    if each.remedy:
        yield f"  → {each.remedy}"
