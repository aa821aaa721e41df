"""Moments, as every record writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The moment, as an ISO 8601 time stamp in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
