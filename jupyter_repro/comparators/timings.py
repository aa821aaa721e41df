"""What is measured again in each run: the answers of `%time` and `%timeit`, rates and times of progress bars."""

from __future__ import annotations

import re
from typing import NamedTuple

from jupyter_repro.comparators.common_ends import middle
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence

_UNIT = r"(?:ns|[µμu]s|ms|s|min|h|d)"
# bounded everywhere: a text may be millions of digits long
_NUMBER = r"(?<![0-9.])[0-9.]{1,20}"
_DURATION = rf"{_NUMBER}(?:e[+-]?[0-9]{{1,3}})? ?{_UNIT}(?: [0-9]{{1,3}}(?:min|h|s)){{0,3}}"
_COUNT = r"[0-9.]{1,20}[kMGT]?"
_CLOCK = r"(?:[0-9]{1,6}:)?[0-9]{1,6}:[0-9]{2}"
# a unit may begin with a space, as in datasets' bars
_RATE = r"(?:[0-9.]{1,20}|\?) ?[A-Za-z]{0,20}/ ?[A-Za-z]{1,20}"
_COLOUR = r"(?:\x1b\[[0-9;]*m)*"


_OF_A_SEARCH = "how long scikit-learn's search took"


class Timing(NamedTuple):
    """One thing that reports a time."""

    what: str
    pattern: re.Pattern[str]
    stays: str
    """What is left of it for the comparison."""


TIMINGS: tuple[Timing, ...] = (
    Timing(
        "what %time reports",
        re.compile(rf"CPU times: (?:user {_DURATION}, sys: {_DURATION}, )?total: {_DURATION}"),
        "CPU times: …",
    ),
    Timing("what %time reports", re.compile(rf"\bWall time: *{_DURATION}"), "Wall time: …"),
    # printed only when it took long
    Timing(
        "what %time reports",
        re.compile(rf"^(?:Compiler|Parser  |Compiler time) ?: {_DURATION}(?:\n|\Z)", re.MULTILINE),
        "",
    ),
    Timing("what %timeit reports", re.compile(r"^The slowest run took .*\n?", re.MULTILINE), ""),
    Timing(
        "what %timeit reports",
        re.compile(
            rf"{_DURATION} (?:±|\+-) {_DURATION} per loop "
            r"\(mean (?:±|\+-) std\. dev\. of [0-9]+ runs?, [0-9,]+ loops? each\)"
        ),
        "… per loop",
    ),
    Timing(
        "what %timeit reports",
        re.compile(rf"(?<![0-9,])[0-9,]{{1,20}} loops?, best of [0-9]+: {_DURATION} per loop"),
        "… per loop",
    ),
    # tqdm: 45%|████▌     | 45/100 [00:01<00:01, 30.2it/s, loss=0.3]; counts and the rest stay
    Timing(
        "a progress bar's rate and times",
        re.compile(rf"\|[^|\n]{{0,400}}\|( {_COUNT}/{_COUNT}) \[{_CLOCK}<(?:\?|{_CLOCK}), *(?:{_RATE})"),
        r"|…|\1 […",
    ),
    Timing(
        "a progress bar's rate and times",
        re.compile(rf"({_NUMBER} ?[A-Za-z]{{1,20}}) \[{_CLOCK}, *(?:{_RATE})"),
        r"\1 […",
    ),
    # what a longer rate, since overwritten, has left
    Timing(
        "a progress bar's rate and times", re.compile(r"(\[…[^\]\n]{0,400}\])[ \t]+$", re.MULTILINE), r"\1"
    ),
    # Keras: 10/10 ━━━━━━━━━━ 0s 12ms/step - loss: 0.3
    Timing(
        "a progress bar's rate and times",
        re.compile(
            rf"([━=\]]{_COLOUR}(?: -)? {_COLOUR})(?:[0-9]+:)*[0-9]+s{_COLOUR} {_COLOUR}"
            r"[0-9.]+(?:us|ms|s)/(step|epoch|sample)"
        ),
        r"\1… a \2",
    ),
    # rich and pip: ━━━━━━━━ 100% 0:00:01, ━━━━━━━━ 1.2/1.2 MB 5.3 MB/s eta 0:00:00
    Timing(
        "a progress bar's rate and times",
        re.compile(
            rf"([━╸╺]{_COLOUR} {_COLOUR}[0-9./]+ ?(?:%|[kMG]?B)){_COLOUR} {_COLOUR}"
            rf"(?:[0-9.]+ [kMG]?B/s)?{_COLOUR} ?{_COLOUR}(?:eta )?{_COLOUR}(?:[0-9]+|-):[0-9-]{{2}}:[0-9-]{{2}}"
        ),
        r"\1 …",
    ),
    # the table of a fitted search: mean_fit_time and std_score_time, whose names are cut, and refit_time_
    Timing(
        _OF_A_SEARCH,
        re.compile(r"(\b(?:me|st)\.\.\.me(?:&#x27;|'): array\()\[[^\]]{0,200}\]"),
        r"\1[…]",
    ),
    Timing(
        _OF_A_SEARCH,
        re.compile(
            r"(\brefit_time_: float(?:<br>[^<]{0,200}){1,8}</span>\s{0,20}</a>\s{0,20}</td>\s{0,20}"
            r'<td class="fitted-att-type">float</td>\s{0,20}<td>)[^<]{1,30}'
        ),
        r"\1…",
    ),
)
"""A producer more is a row more."""


def without_timings(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with everything that is measured again left out, and what that was."""
    met = []
    for timing in TIMINGS:
        text, count = timing.pattern.subn(timing.stays, text)
        if count and timing.what not in met:
            met.append(timing.what)
    return text, tuple(met)


class Compared(NamedTuple):
    """Two texts to compare further, without timings where the policy lets these pass."""

    recorded: str
    found: str
    only: Divergence | None
    """Set when nothing else differs."""
    timed: bool
    """Whether timings that differ were left out."""


def set_timings_aside(recorded: str, found: str, policy: Policy) -> Compared:
    """What is left to compare of two texts that differ."""
    if not (policy.timings and _timed_in_part(recorded, found)):
        return Compared(recorded, found, None, False)
    before, what = without_timings(recorded)
    now, what_now = without_timings(found)
    if not (what and what_now):
        return Compared(recorded, found, None, False)
    named = " and ".join(dict.fromkeys((*what, *what_now)))
    only = Divergence(f"only {named} differ{'' if ' and ' in named else 's'}", allowed="timings")
    return Compared(before, now, only if before == now else None, True)


def _timed_in_part(recorded: str, found: str) -> bool:
    """Whether a time is reported in the lines in which two texts differ, which are few in most long texts."""
    part = middle(recorded, found, "\n")
    parts = recorded[part.start : part.end], found[part.start : part.other_end]
    return any(timing.pattern.search(text) for text in parts for timing in TIMINGS)


def allowed_by(tolerance: float | None, timed: bool) -> str:
    """The word for `Divergence.allowed` of numbers that are within the tolerance."""
    return f"tolerance {tolerance:g}{' and timings' if timed else ''}"
