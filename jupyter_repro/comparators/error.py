"""Errors: type, message, then the frames."""

from __future__ import annotations

import msgspec

from jupyter_repro.comparators.text import short, text_divergence
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence


class ErrorComparator:
    """Compares canonical errors, whose first line is `type: message`."""

    mimes = ("application/vnd.jupyter.error",)

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None for the same error raised at the same place."""
        if recorded == found:
            return None
        told = text_divergence(recorded, found, policy)
        before, after = recorded.partition("\n")[0], found.partition("\n")[0]
        if before != after:
            return msgspec.structs.replace(told, summary=f"{short(before)} became {short(after)}")
        return msgspec.structs.replace(
            told, summary=f"{before}: the same error, another traceback: {told.summary}"
        )
