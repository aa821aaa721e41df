"""The wind, by its direction."""

from __future__ import annotations

from jupyter_repro.extensions import Divergence, Policy


class WindComparator:
    """Compares two winds."""

    mimes = ("application/vnd.weather.wind",)

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """A wind from elsewhere has turned."""
        return None if recorded == found else Divergence(f"the wind has turned: {recorded}, then {found}")
