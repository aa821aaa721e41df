"""How many of the notebooks reproduce: the number, and the colour that it gets."""

from __future__ import annotations

from typing import Literal

from jupyter_repro.formatting.sizes import counted

Tone = Literal["good", "fair", "bad", "none"]

FAIR = 0.8
"""Share from which a number that is not all is amber; below it is red."""


def share_tone(reproducible: int, total: int) -> Tone:
    """`good` for all, `fair` from four of five on, `bad` below, `none` where there is no notebook."""
    if not total:
        return "none"
    if reproducible >= total:
        return "good"
    return "fair" if reproducible / total >= FAIR else "bad"


def percentage(reproducible: int, total: int) -> str:
    """Rounded down, so that only all is `100 %`; a dash where there is no notebook."""
    return f"{min(100 * reproducible // total, 100)} %" if total else "–"


def share_words(reproducible: int, total: int) -> str:
    """`41 of 43 notebooks are reproducible`."""
    if not total:
        return "no notebook was verified"
    verb = "is" if total == 1 else "are"
    return f"{reproducible:,} of {counted_notebooks(total)} {verb} reproducible"


def counted_notebooks(total: int) -> str:
    """`1 notebook`, `1,200 notebooks`."""
    return f"{total:,} {counted(total, 'notebook').split()[1]}"
