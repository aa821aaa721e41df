"""What two texts have in common at both ends: with that set aside, a small change in a long text costs little."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

_WORD = re.compile(r"\S+")


def common_start(a: str, b: str) -> int:
    """Length of the common beginning, by halving: comparing slices is fast."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low


def common_end(a: str, b: str, most: int) -> int:
    """Length of the common end, up to `most` characters."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        same = a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


class Middle(NamedTuple):
    """Where two texts differ: from `start` on in both, up to `end` in the first and `other_end` in the second."""

    start: int
    end: int
    other_end: int


def middle(a: str, b: str, separators: str) -> Middle:
    """The part between the common ends, widened to whole pieces between separators, which are single characters."""
    start = max(a.rfind(each, 0, common_start(a, b)) for each in separators) + 1
    end = common_end(a, b, min(len(a), len(b)) - start)
    places = [place for each in separators if (place := a.find(each, len(a) - end)) >= 0]
    common = len(a) - min(places) if places else 0
    return Middle(start, len(a) - common, len(b) - common)


def same_words(a: str, b: str) -> bool:
    """Whether two texts are the same but for white space."""
    if a == b:
        return True
    pairs = zip_longest(_WORD.finditer(a), _WORD.finditer(b))
    return all(word and other and word[0] == other[0] for word, other in pairs)
