"""Moments that a person names: a date, or a time stamp with or without its zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from jupyter_repro.errors import ReproError

_ZONED = re.compile(r"(?P<clock>.*?)\s*(?P<zone>[A-Za-z][A-Za-z_]*(?:/[A-Za-z_+\-0-9]+)+|UTC)$")
_FORMS = "write 2026-11-01, 2026-11-01T12:30+01:00, or '2026-11-01 12:30 Europe/Berlin'"


class NoSuchMoment(ReproError):
    """What was written names no moment, more than one, or one that has not come yet."""


def moment_of(text: str, *, zone: tzinfo | None = None, now: datetime | None = None) -> datetime:
    """The moment that is meant, in UTC.

    A date means its last microsecond, so that all that was stored on that day counts; today means now. What has no zone
    is in `zone`, by default this machine's. Raises NoSuchMoment for what cannot be read, for a local time that a change
    of clocks left out or gave twice, and for the future.
    """
    now = now or datetime.now(UTC)
    wanted = text.strip().strip("'\"")
    moment = _day_end(wanted, zone, now) or _time_stamp(wanted, zone)
    if moment > now:
        raise NoSuchMoment(
            f"{text} has not come yet: it is {now:%Y-%m-%dT%H:%M:%SZ}", "name a moment that has passed"
        )
    return moment


def as_text(moment: str | date) -> str:
    """A moment as it would be written: of a datetime, and so of a pandas.Timestamp, to its last digit."""
    return moment.isoformat() if isinstance(moment, date) else str(moment)


def iso(moment: datetime) -> str:
    """A moment as records write it: ISO 8601 in UTC, to the microsecond where it has any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _day_end(text: str, zone: tzinfo | None, now: datetime) -> datetime | None:
    """The end of a day; None where `text` is no date. Of today it is now."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if day == date.max:
        raise NoSuchMoment(f"{text!r} is out of the calendar", _FORMS)
    begin, end = (_midnight(each, zone, text) for each in (day, day + timedelta(1)))
    return now if begin <= now < end else end - timedelta(microseconds=1)


def _midnight(day: date, zone: tzinfo | None, text: str) -> datetime:
    return _placed(datetime.combine(day, time()), zone, text, fold=0)


def _time_stamp(text: str, zone: tzinfo | None) -> datetime:
    named = _ZONED.fullmatch(text)
    try:
        moment = datetime.fromisoformat(named["clock"] if named else text)
    except ValueError:
        raise NoSuchMoment(f"{text!r} is no date and no time stamp", _FORMS) from None
    if moment.tzinfo is None:
        return _only(moment, zone_named(named["zone"]) if named else zone, text)
    if named:
        raise NoSuchMoment(f"{text!r} names two zones", _FORMS)
    return moment.astimezone(UTC)


def _only(moment: datetime, zone: tzinfo | None, text: str) -> datetime:
    """The one moment at which clocks of the zone show this; raises NoSuchMoment where there is none, or are two."""
    early, late = (_placed(moment, zone, text, fold=fold) for fold in (0, 1))
    if early == late:
        return early
    shown = early.astimezone(zone).replace(tzinfo=None)
    what = "came twice" if shown == moment else "was left out"
    options = " or ".join(sorted({each.astimezone(zone).isoformat() for each in (early, late)}))
    raise NoSuchMoment(f"{text!r} {what} when the clocks were changed", f"say which: {options}")


def _placed(moment: datetime, zone: tzinfo | None, text: str, *, fold: int) -> datetime:
    try:
        local = moment.replace(tzinfo=zone, fold=fold) if zone else moment.replace(fold=fold)
        return local.astimezone(UTC)
    except (OverflowError, OSError, ValueError):
        raise NoSuchMoment(f"{text!r} is out of the calendar", _FORMS) from None


def zone_named(name: str) -> tzinfo:
    """The time zone of this name; raises NoSuchMoment where there is none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise NoSuchMoment(
            f"there is no time zone {name!r}", "name one as in Europe/Berlin, or an offset as in +01:00"
        ) from None
