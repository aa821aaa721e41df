"""Pictures inside HTML and SVG, as base64 in `data:` addresses: compared by pixels, like those beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from jupyter_repro.comparators.image import ImageComparator
from jupyter_repro.comparators.numbers import and_more
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence

# matplotlib's animations break the lines of a picture with a backslash
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|bmp|tiff);base64,([A-Za-z0-9+/=\\\s]++)")
_HINT = "data:image/"
_IGNORED = str.maketrans("", "", "\\ \t\r\n\f\v")


class MarkupSource(NamedTuple):
    """A source without its pictures, and these."""

    text: str
    """With a placeholder for each."""
    pictures: list[str]
    """Base64."""


def without_pictures(source: str) -> MarkupSource:
    """A source taken apart."""
    if _HINT not in source:
        return MarkupSource(source, [])
    pictures: list[str] = []

    def placed(match: re.Match[str]) -> str:
        pictures.append(match[1])
        return f"data:image/{len(pictures)}"

    return MarkupSource(_PICTURE.sub(placed, source), pictures)


def pictures_divergence(recorded: list[str], found: list[str], policy: Policy) -> Divergence | None:
    """The first picture that differs, with the count of all; None where they show the same."""
    changed = [index for index, (a, b) in enumerate(zip(recorded, found, strict=False)) if a != b]
    for index in changed:
        divergence = ImageComparator().compare(_base64(recorded[index]), _base64(found[index]), policy)
        if divergence:
            which = f"picture {index + 1} of {len(recorded):,}" if len(recorded) > 1 else "picture"
            more = and_more(len(changed) - changed.index(index) - 1, "picture")
            return msgspec.structs.replace(divergence, summary=f"{which}: {divergence.summary}{more}")
    return None


def _base64(text: str) -> str:
    return text.translate(_IGNORED)
