"""Lengths of time, as people write them."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "": 86400}


def duration_of(text: str) -> timedelta:
    """What a person means by `30d`, `12h`, `2w`, `90m`; a number alone is of days.

    Raises ValueError for what is no length of time.
    """
    match = re.fullmatch(r"\s*(\d{1,6})\s*([smhdw]?)\s*", text)
    if match is None:
        raise ValueError(f"{text!r} is no length of time such as 30d or 12h")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])
