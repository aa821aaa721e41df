"""What a cell printed: lines of programs that it runs come between its own by chance."""

from __future__ import annotations

import re
from collections import defaultdict, deque

from jupyter_repro.comparators.lines import unified
from jupyter_repro.comparators.text import text_divergence
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence

_ALLOWED = "lines of a program and of print() come through different pipes"
_WRITTEN = re.compile(r"(?:Writing|Overwriting) (?P<file>.+)\n?")
"""What `%%writefile` says; of a file that it appends to it always says the same."""


class StdoutComparator:
    """As any text, but for the order of the lines of two pipes."""

    mimes = ("application/vnd.jupyter.stdout",)

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """Let pass the order of lines that two pipes make, and whether `%%writefile` found its file there."""
        if policy.programs and recorded != found:
            lines, now = recorded.splitlines(), found.splitlines()
            if sorted(lines) == sorted(now) and is_merged_otherwise(lines, now):
                what = "lines of a program came at another moment"
                return Divergence(what, unified(recorded, found), allowed=_ALLOWED)
        if policy.writes_file and recorded != found and _is_same_file(recorded, found):
            what = "only whether %%writefile found the file there differs"
            return Divergence(what, unified(recorded, found), allowed="the notebook writes the file itself")
        return text_divergence(recorded, found, policy)


def _is_same_file(recorded: str, found: str) -> bool:
    before, now = _WRITTEN.fullmatch(recorded), _WRITTEN.fullmatch(found)
    return bool(before and now and before["file"] == now["file"])


def is_merged_otherwise(recorded: list[str], found: list[str]) -> bool:
    """Whether both are the same lines of two sources, each in its own order.

    A permutation is a merge of two increasing sequences where none of its decreasing sequences is longer than two
    (Dilworth): a line that comes early begins or follows one of them.
    """
    places: dict[str, deque[int]] = defaultdict(deque)
    for place, line in enumerate(recorded):
        places[line].append(place)
    ends = [-1, -1]
    for line in found:
        place = places[line].popleft()
        before = [end for end in ends if end < place]
        if not before:
            return False
        ends[ends.index(max(before))] = place
    return True
