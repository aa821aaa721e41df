"""Moments, as every record writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """The moment, as an ISO 8601 time stamp in UTC, to the second."""
    return written(datetime.now(UTC))


def later(moment: str, seconds: float) -> str:
    """The moment that is so many seconds after another one; before it, where they are negative."""
    return written(datetime.fromisoformat(moment) + timedelta(seconds=seconds))


def written(moment: datetime) -> str:
    """A moment in UTC, as an ISO 8601 time stamp to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
