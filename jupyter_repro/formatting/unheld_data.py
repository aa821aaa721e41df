"""Data that `%repro asof` could not hold at its date, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

MOST_NAMED = 4


def unheld_lines(moments: Mapping[str, str]) -> Iterator[str]:
    """A line for each date, of data by its name: `not held at 2026-11-01: a.csv, which keeps no versions`.

    `moments` has "" for data that was read while no date was in force.
    """
    for moment in dict.fromkeys(filter(None, moments.values())):
        names = [name for name, each in moments.items() if each == moment]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        keep = "keeps" if len(names) == 1 else "keep"
        yield f"not held at {moment}: {', '.join(names[:MOST_NAMED])}{more}, which {keep} no versions"
