"""Lengths of time, as people write them."""

from __future__ import annotations

import re
from datetime import timedelta

from jupyter_repro.formatting.sizes import counted

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "": 86400}


def duration_of(text: str) -> timedelta:
    """What a person means by `30d`, `12h`, `2w`, `90m`; a number alone is of days.

    Raises ValueError for what is no length of time.
    """
    match = re.fullmatch(r"\s*(\d{1,6})\s*([smhdw]?)\s*", text)
    if match is None:
        raise ValueError(f"{text!r} is no length of time such as 30d or 12h")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def rough_duration(length: timedelta) -> str:
    """A length as people say it of an age: `3 hours`, `12 days`, `5 months`, `2 years`."""
    hours, days = length // timedelta(hours=1), length.days
    if hours < 1:
        return "less than an hour"
    for number, thing in ((days // 365, "year"), (days // 60 and days // 30, "month"), (days, "day")):
        if number:
            return counted(number, thing)
    return counted(hours, "hour")
