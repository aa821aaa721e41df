"""What was asked for of data that has versions, as a snapshot has it: a moment, or a version by its id."""

from __future__ import annotations

_BY_ID = "version "


def asked_by_id(version: object) -> str:
    """The words for a version that was asked for by its id."""
    return f"{_BY_ID}{version}"


def moment_asked(text: str) -> str:
    """The moment that was asked for, as it was written; "" where it was a version by its id, or nothing."""
    return "" if text.startswith(_BY_ID) else text
