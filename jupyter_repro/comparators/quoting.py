"""Texts as a sentence can hold them: in quotes, cut to the part that matters."""

from __future__ import annotations

from jupyter_repro.comparators.common_ends import common_start

QUOTED = 60
"""Characters of a text in a sentence."""


def quoted(text: str, start: int = 0) -> str:
    """A text in quotes, cut to what a sentence can hold, control characters visible."""
    shown = text[start : start + QUOTED]
    shown = ("…" if start else "") + shown + ("…" if start + QUOTED < len(text) else "")
    return f"'{shown}'" if shown.isprintable() and "'" not in shown else repr(shown)


def became(recorded: str, found: str) -> str:
    """One text in quotes and then the other; of long texts the part around the first difference."""
    start = start_around(recorded, found)
    return f"{quoted(recorded, start)} became {quoted(found, start)}"


def start_around(recorded: str, found: str, width: int = QUOTED) -> int:
    """Where to begin to show two texts so that their first difference is among the `width` characters shown."""
    if len(recorded) <= width and len(found) <= width:
        return 0
    return max(0, common_start(recorded, found) - width // 3)
