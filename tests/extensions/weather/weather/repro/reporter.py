"""Verdicts as a weather report."""

from __future__ import annotations

from jupyter_repro.extensions import Verdict, Verdicts


class WeatherReporter:
    """A line for each notebook."""

    suffix = ".weather"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:
        """Sun where all agrees, else the causes of what diverged first."""
        return "".join(f"{verdict.path}: {_sky(verdict)}\n" for verdict in verdicts.notebooks)


def _sky(verdict: Verdict) -> str:
    root = verdict.root
    return f"storm, for {', '.join(cause.kind for cause in root.causes)}" if root else "sun"
