"""Whether runs come out alike, and how many it takes to believe it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from itertools import combinations

DOUBT = 0.05
"""The probability with which runs may be alike by luck."""
MOST_RUNS = 6


def runs_needed(seen: Sequence[Hashable], most: int = MOST_RUNS) -> int:
    """How many runs must be alike, and no more than `most`, where these came out before with nothing held.

    Of two runs, as many as pairs of what was seen are alike by luck; with so few, half a pair is added to either side.
    """
    pairs = list(combinations(seen, 2))
    alike = sum(one == other for one, other in pairs)
    luck = (alike + 0.5) / (len(pairs) + 1)
    return min(most, 1 + math.ceil(math.log(DOUBT) / math.log(luck)))


def rate_words(count: int, total: int) -> str:
    """How often runs diverged, for a person: `3 of 20 runs (15 %; with 95 % certainty 5 % to 36 %)`."""
    low, high = interval(count, total)
    return f"{count} of {total} runs ({count / total:.0%}; with 95 % certainty {low:.0%} to {high:.0%})"


def interval(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of the rate that `count` of `total` runs show.

    Source: Wilson, Probable Inference, Journal of the American Statistical Association 22 (1927).
    """
    z = 1.959964
    rate, square = count / total, z * z / total
    middle = (rate + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(rate * (1 - rate) / total + square / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)
