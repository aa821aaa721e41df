"""What a person may have meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean verify?`; "" where no known name is like it."""
    from difflib import get_close_matches

    names = {each.lower(): each for each in known}
    close = get_close_matches(name.lower(), names, n=1)
    return f"did you mean {names[close[0]]}?" if close else ""
