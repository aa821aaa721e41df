"""What HTML and SVG have in common: judged by the whole source, in which pictures stand aside."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.comparators.comparison import Comparison
from jupyter_repro.comparators.embedded_pictures import MarkupSource, pictures_divergence, without_pictures
from jupyter_repro.comparators.lines import one_tag_a_line, unified
from jupyter_repro.comparators.numbers import number_changes
from jupyter_repro.comparators.timings import allowed_by, set_timings_aside
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence

Telling = Callable[[str, str], Comparison]
"""How two sources differ."""


def markup_divergence(recorded: str, found: str, policy: Policy, tell: Telling) -> Divergence | None:
    """How two sources differ; None when they are equal."""
    if recorded == found:
        return None
    before, now = without_pictures(recorded), without_pictures(found)
    same_pictures = before.pictures == now.pictures
    if before.text == now.text:
        return _pictures(before, now, policy)
    left = set_timings_aside(before.text, now.text, policy)
    if left.only:
        return left.only if same_pictures else _pictures(before, now, policy)
    numbers = number_changes(left.recorded, left.found, policy.tolerance)
    within = numbers is not None and numbers.within and same_pictures
    diff = unified(one_tag_a_line(left.recorded), one_tag_a_line(left.found))
    allowed = allowed_by(policy.tolerance, left.timed) if within else ""
    summary = tell(left.recorded, left.found)
    return Divergence(summary.summary, diff, allowed=allowed, changes=summary.changes)


def _pictures(recorded: MarkupSource, found: MarkupSource, policy: Policy) -> Divergence:
    divergence = pictures_divergence(recorded.pictures, found.pictures, policy)
    return divergence or Divergence("only the files of pictures differ, not their pixels")
