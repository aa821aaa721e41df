"""What the page of a repository shows, in the order in which it shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jupyter_repro.formatting.durations import rough_duration
from jupyter_repro.records.site_history import SiteHistory
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.reporters.site.shares import Tone, percentage, share_tone, share_words
from jupyter_repro.reporters.site.trend import Trend, trend
from jupyter_repro.reporters.verdict_words import (
    MARKS,
    all_counts,
    cell_names,
    failing_drift,
    mark_status,
    reason,
)
from jupyter_repro.verdicts import Status, Unreadable, Verdict, Verdicts


@dataclass(frozen=True)
class SiteFacts:
    """What is known of a run beside its verdicts."""

    made: str
    """When, as an ISO 8601 time stamp in UTC."""
    history: SiteHistory = field(default_factory=SiteHistory)
    repository: str = ""
    """Its name; "" outside of one, as for the commit."""
    commit: str = ""
    recorded: Mapping[str, str] = field(default_factory=dict)
    """Path of a notebook to when its snapshot was recorded; without those that have none here."""
    reports: Mapping[str, str] = field(default_factory=dict)
    """Path of a notebook to where its own report lies, as seen from the page."""


@dataclass(frozen=True)
class SiteRow:
    """One notebook, or one input that could not be read."""

    path: str
    report: str
    """Where its own report lies; "" for an input that could not be read."""
    status: Status
    """Whose colour it has."""
    words: str
    """Its verdict."""
    why: str
    recorded: str
    """Date of its snapshot; "" where that is not known."""
    age: str
    seconds: float | None
    well: bool
    """Whether it reproduces."""


@dataclass(frozen=True)
class SiteView:
    """All of it."""

    facts: SiteFacts
    rows: tuple[SiteRow, ...]
    """Those that need a look first."""
    reproducible: int
    """Notebooks that reproduce."""
    total: int
    counts: str
    trend: Trend

    @property
    def share(self) -> str:
        """In percent."""
        return percentage(self.reproducible, self.total)

    @property
    def share_words(self) -> str:
        """In a sentence."""
        return share_words(self.reproducible, self.total)

    @property
    def tone(self) -> Tone:
        """Its colour."""
        return share_tone(self.reproducible, self.total)

    @property
    def title(self) -> str:
        """Of the page."""
        return f"Notebooks of {self.facts.repository}" if self.facts.repository else "Notebooks"


def reproducible(verdicts: Verdicts) -> tuple[int, int]:
    """How many notebooks reproduce, and of how many; an input that could not be read is one of them."""
    total = len(verdicts.notebooks) + len(verdicts.errors)
    return sum(not verdict.exit_status for verdict in verdicts.notebooks), total


def site_view(verdicts: Verdicts, facts: SiteFacts) -> SiteView:
    """What the page shows of some verdicts."""
    rows = [_row(verdict, facts) for verdict in verdicts.notebooks]
    rows += [_unreadable(error) for error in verdicts.errors]
    return SiteView(
        facts,
        tuple(sorted(rows, key=lambda row: row.well)),
        *reproducible(verdicts),
        counts=all_counts(verdicts),
        trend=trend(facts.history),
    )


def _row(verdict: Verdict, facts: SiteFacts) -> SiteRow:
    status = mark_status(verdict)
    recorded = facts.recorded.get(verdict.path, "")
    drifted = ", drifted" if status != verdict.status else ""
    return SiteRow(
        path=verdict.path,
        report=facts.reports.get(verdict.path, ""),
        status=status,
        words=f"{MARKS[status]} {verdict.status}{drifted}",
        why=first_cause(verdict),
        recorded=recorded[:10],
        age=_age(recorded, facts.made),
        seconds=verdict.seconds,
        well=not verdict.exit_status,
    )


def _unreadable(error: Unreadable) -> SiteRow:
    why = "; ".join(filter(None, (error.what, error.remedy)))
    return SiteRow(error.path, "", "failed", f"{MARKS['failed']} not readable", why, "", "", None, well=False)


def first_cause(verdict: Verdict) -> str:
    """Where a notebook diverged first and why, or what lets its differences pass; "" where there is nothing to say."""
    if root := verdict.root:
        names = cell_names(verdict)
        return f"{names.name(root.index)}: {reason(root, names)}"
    if failing_drift(verdict):
        return next(iter(drift_lines(verdict.context_changes, diverged=False)), "")
    if verdict.exit_status:
        return next(iter(verdict.notes), "")
    return ", ".join(
        sorted({each.allowed for cell in verdict.cells for each in cell.divergences if each.allowed})
    )


def _age(recorded: str, made: str) -> str:
    """How old a snapshot was when the page was made; "" where that is not known."""
    try:
        return rough_duration(datetime.fromisoformat(made) - datetime.fromisoformat(recorded))
    except (ValueError, TypeError):
        return ""
