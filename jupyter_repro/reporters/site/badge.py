"""The badge of a repository, as SVG."""

from __future__ import annotations

from jupyter_repro.reporters.html import environment
from jupyter_repro.reporters.site.shares import Tone, share_tone

LABEL = "reproducible"
_COLOURS: dict[Tone, str] = {"good": "#1a7f37", "fair": "#9a6700", "bad": "#c21c2c", "none": "#59636e"}
"""Each with white letters on it by a contrast of 4.5 or more."""
_WIDTHS = {" ": 3.9, "f": 3.9, "i": 3.0, "l": 3.0, "r": 4.7, "t": 4.3, "c": 5.7, "s": 5.7, "k": 6.5, "e": 6.6}
_WIDTH = 6.9
"""Of other letters and of digits, in Verdana of 11 pixels; the browser fits what it has instead into as much."""
_MARGIN = 6


def badge(reproducible: int, total: int) -> str:
    """A badge that says how many notebooks reproduce: `reproducible | 41 of 43`."""
    value = f"{reproducible} of {total}" if total else "no notebooks"
    return (
        environment()
        .get_template("badge.svg.jinja")
        .render(
            label=LABEL,
            value=value,
            label_width=text_width(LABEL),
            value_width=text_width(value),
            margin=_MARGIN,
            colour=_COLOURS[share_tone(reproducible, total)],
        )
    )


def text_width(text: str) -> int:
    """Pixels that a text takes."""
    return round(sum(_WIDTHS.get(letter, _WIDTH) for letter in text))
