"""Plain text, streams, Markdown, LaTeX, scripts, and every MIME type that nobody else knows."""

from __future__ import annotations

from jupyter_repro.comparators.lines import sentence, unified
from jupyter_repro.comparators.numbers import number_changes
from jupyter_repro.comparators.timings import allowed_by, set_timings_aside
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence


class TextComparator:
    """By line; numbers by their change."""

    mimes = (
        "text/plain",
        "text/markdown",
        "text/latex",
        "text/*",
        "*/*",
    )

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """Judged in this order: equal, timings, numbers, words."""
        return text_divergence(recorded, found, policy)


def text_divergence(recorded: str, found: str, policy: Policy) -> Divergence | None:
    """How two texts differ; None when they are equal."""
    if recorded == found:
        return None
    left = set_timings_aside(recorded, found, policy)
    if left.only:
        return left.only
    diff = unified(left.recorded, left.found)
    numbers = number_changes(left.recorded, left.found, policy.tolerance)
    if numbers is None:
        return Divergence(sentence(left.recorded, left.found), diff)
    allowed = allowed_by(policy.tolerance, left.timed) if numbers.within else ""
    return Divergence(f"{line_of(left.recorded, numbers.largest.at)}{numbers}", diff, allowed=allowed)


def line_of(text: str, at: int) -> str:
    """What leads a sentence: "line 3: " for a place in a text of several lines, nothing in one of a single line."""
    return f"line {text.count(chr(10), 0, at) + 1}: " if "\n" in text.strip("\n") else ""
