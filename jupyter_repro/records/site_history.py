"""The history of a site: how many notebooks reproduced at each commit."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

HISTORY_SCHEMA = "jupyter-repro/history@1"
MOST_ENTRIES = 1_000
"""Commits that are kept, the newest."""

Count = Annotated[int, msgspec.Meta(ge=0)]


class SiteEntry(msgspec.Struct, frozen=True):
    """One commit."""

    commit: str
    committed: str
    """When, as an ISO 8601 time stamp in UTC."""
    reproducible: Count
    """Notebooks that reproduced."""
    total: Count
    """Notebooks that were verified, or could not be read."""

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there was no notebook."""
        return min(self.reproducible / self.total, 1.0) if self.total else 0.0


class SiteHistory(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, in the order of their commits."""

    schema: Literal["jupyter-repro/history@1"] = "jupyter-repro/history@1"
    entries: tuple[SiteEntry, ...] = ()

    def with_entry(self, entry: SiteEntry) -> SiteHistory:
        """The history with one commit more; what it said of the same commit is replaced."""
        others = [each for each in self.entries if each.commit != entry.commit]
        entries = sorted([*others, entry], key=lambda each: each.committed)
        return SiteHistory(entries=tuple(entries[-MOST_ENTRIES:]))
