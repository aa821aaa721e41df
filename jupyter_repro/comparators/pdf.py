"""PDF figures: by what they draw."""

from __future__ import annotations

from jupyter_repro.canonical.documents import PDF, drawings, drawn_bytes
from jupyter_repro.canonical.pictures import decoded
from jupyter_repro.comparators.numbers import number_changes
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence


class PdfComparator:
    """By stream: pages, fonts and pictures; of a page, by the numbers that it is drawn with."""

    mimes = (PDF,)

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when both draw the same."""
        before, now = decoded(recorded), decoded(found)
        if drawn_bytes(before) == drawn_bytes(now):
            return None
        pairs = list(zip(drawings(before), drawings(now), strict=False))
        changed = [pair for pair in pairs if pair[0] != pair[1]]
        if not changed or len(drawings(before)) != len(drawings(now)):
            return Divergence("the PDF is made up otherwise")
        return Divergence(
            f"{len(changed)} of {len(pairs)} parts of the PDF are drawn otherwise{_by(changed[0], policy)}"
        )


def _by(changed: tuple[bytes, bytes], policy: Policy) -> str:
    recorded, found = (part.decode("latin-1") for part in changed)
    numbers = number_changes(recorded, found, policy.tolerance)
    return f": {numbers}" if numbers else ""
