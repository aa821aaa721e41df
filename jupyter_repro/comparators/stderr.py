"""What a cell wrote to its stream of errors: warnings, where it does not count in which folder their module lies."""

from __future__ import annotations

from jupyter_repro.comparators.places import warnings_without_places
from jupyter_repro.comparators.text import text_divergence
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence


class StderrComparator:
    """As any text, without the places of modules."""

    mimes = ("application/vnd.jupyter.stderr",)
    sees_all = True

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when nothing but a place differs."""
        return text_divergence(warnings_without_places(recorded), warnings_without_places(found), policy)
