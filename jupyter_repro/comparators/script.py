"""JavaScript: the charts in it, else as text."""

from __future__ import annotations

import msgspec

from jupyter_repro.comparators.charts import embedded_charts as charts
from jupyter_repro.comparators.text import text_divergence
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence


class ScriptComparator:
    """Judged as text, described by the chart where there is one."""

    mimes = ("application/javascript", "text/javascript", "application/ecmascript")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when the texts are equal."""
        divergence = text_divergence(recorded, found, policy)
        if divergence is None or divergence.allowed:
            return divergence
        return msgspec.structs.replace(
            divergence, summary=charts.chart_difference(recorded, found) or divergence.summary
        )
