"""What `%time` and `%timeit` report and what a progress bar says of its rate and times.

The one equivalence that is built in. Each row is a producer; what it matches is replaced on both sides, and texts
that are equal then differ in timings only.
"""

from __future__ import annotations

import re

_DURATION = r"[\d.,]+ ?(?:ns|[µμu]s|ms|s|min|h|d)\b"

TIMINGS: tuple[tuple[str, str], ...] = (
    (
        "%time",
        rf"^(?:CPU times|Wall time|Compiler time|Parser *time): .*$|^CPU times: .*?, total: {_DURATION}$",
    ),
    ("%timeit", rf"^{_DURATION} ± {_DURATION} per loop \(mean ± std\. dev\. of .*\)$"),
    ("%timeit", rf"^{_DURATION} per loop$|^The slowest run took .*$|^\d+ loops?, best of \d+: .*$"),
    # tqdm: 100%|██████| 10/10 [00:00<00:00, 1234.5it/s]
    ("a progress bar", r"\[(?:\d+:)?\d\d:\d\d<(?:(?:\d+:)?\d\d:\d\d|\?), +[^\]]*\]"),
    (
        "a progress bar",
        r"\[(?:\d+:)?\d\d:\d\d, +[^\]]*?/s[^\]]*\]|\[(?:\d+:)?\d\d:\d\d, +[^\]]*?s/\w+[^\]]*\]",
    ),
)
"""What reports it, and what it writes."""

_PATTERNS = tuple((name, re.compile(pattern, re.MULTILINE)) for name, pattern in TIMINGS)


def timings_only(before: str, after: str) -> str | None:
    """What reported the times, where two texts differ in nothing but those; None where they differ otherwise."""
    reporters = []
    for name, pattern in _PATTERNS:
        if pattern.search(before):
            reporters.append(name)
        before, after = pattern.sub("<timing>", before), pattern.sub("<timing>", after)
    return reporters[0] if reporters and before == after else None
