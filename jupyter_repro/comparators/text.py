"""Text of every kind, and whatever no other comparator knows."""

from __future__ import annotations

import re

from jupyter_repro.comparators.line_diff import changed_lines, unified
from jupyter_repro.comparators.numbers import number_changes, told, within
from jupyter_repro.comparators.timings import timings_only
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LONGEST = 60
"""Characters of a line that a summary shows."""


class TextComparator:
    """Tells changed numbers, else the first line that differs."""

    mimes = ("text/*", "application/vnd.jupyter.stdout", "application/vnd.jupyter.stderr", "*/*")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None for equal texts."""
        return None if recorded == found else text_divergence(recorded, found, policy)


def text_divergence(recorded: str, found: str, policy: Policy) -> Divergence:
    """How two texts differ that are not equal."""
    diff = unified(recorded, found)
    reporter = timings_only(recorded, found)
    if reporter and policy.timings:
        return Divergence(f"only the times that {reporter} reports differ", diff, allowed="timings")
    if changes := number_changes(recorded, found):
        allowed = f"tolerance {policy.tolerance:g}" if within(changes, policy.tolerance) else ""
        return Divergence(told(changes), diff, allowed=allowed)
    if _COLOUR.sub("", recorded) == _COLOUR.sub("", found):
        return Divergence("only colours differ", diff)
    return Divergence(_first_change(recorded, found), diff)


def _first_change(recorded: str, found: str) -> str:
    """The first place that differs, in one line."""
    start, before, after = changed_lines(recorded, found)
    if not before:
        return f"{_lines(after)} appeared after line {start}: {short(after[0])}"
    if not after:
        return f"{_lines(before)} after line {start} disappeared: {short(before[0])}"
    one_line = "\n" not in recorded.rstrip("\n") and "\n" not in found.rstrip("\n")
    place = "" if one_line else f"line {start + 1}: "
    return f"{place}{short(before[0], after[0])} became {short(after[0], before[0])}"


def _lines(lines: list[str]) -> str:
    return "1 line" if len(lines) == 1 else f"{len(lines)} lines"


def short(line: str, other: str = "") -> str:
    """A line in quotes, cut around the place where it differs from `other`."""
    line = line.rstrip("\n")
    if len(line) <= LONGEST:
        return repr(line)
    same = next((at for at, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0)
    start = max(0, same - LONGEST // 2)
    return repr(("…" if start else "") + line[start : start + LONGEST] + "…")
