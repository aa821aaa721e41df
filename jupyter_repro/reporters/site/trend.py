"""The trend over commits, as the bars of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_repro.records.site_history import SiteEntry, SiteHistory
from jupyter_repro.reporters.site.shares import percentage

MOST_SHOWN = 60
"""Commits that are drawn and listed, the newest: as many bars as a phone is wide enough for."""
STEP, WIDTH, HEIGHT = 10, 8, 100
"""Of the picture: from bar to bar, of a bar, and of the whole share."""
_SHORT = 10


@dataclass(frozen=True)
class Bar:
    """One commit: the share that reproduced from the ground up, the rest above."""

    x: int
    top: float
    commit: str
    date: str
    share: str
    words: str

    @property
    def height(self) -> float:
        """Of the share."""
        return HEIGHT - self.top


@dataclass(frozen=True)
class Trend:
    """The newest commits, the oldest of them first."""

    bars: Sequence[Bar]
    left_out: int
    """Older ones."""
    width: int
    label: str
    """What the picture shows, for those who do not see it."""


def trend(history: SiteHistory) -> Trend:
    """What is drawn of a history."""
    shown = history.entries[-MOST_SHOWN:]
    bars = [_bar(number, entry) for number, entry in enumerate(shown)]
    left_out = len(history.entries) - len(shown)
    return Trend(bars, left_out, STEP * len(bars) - (STEP - WIDTH), _label(bars))


def _bar(number: int, entry: SiteEntry) -> Bar:
    return Bar(
        x=STEP * number,
        top=round(HEIGHT * (1 - entry.share), 2),
        commit=entry.commit[:_SHORT],
        date=entry.committed[:10],
        share=percentage(entry.reproducible, entry.total),
        words=f"{entry.reproducible:,} of {entry.total:,}",
    )


def _label(bars: Sequence[Bar]) -> str:
    if not bars:
        return ""
    first, last = bars[0], bars[-1]
    return f"share at each of {len(bars)} commits: {first.share} on {first.date}, {last.share} on {last.date}"
