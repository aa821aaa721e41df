"""Sources of nondeterminism by the look of a difference: what each makes of an output."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from jupyter_repro.diagnosing.evidence import TextPair

MOST_CHARACTERS = 100_000
"""Of a text that is looked at."""

_WORD = re.compile(r"[^\s,;()\[\]{}'\"<>=]+")
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{4}-\d{2}-\d{2}|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_EPOCH = re.compile(r"\b1[6-9]\d{8}(?:\.\d+|\d{3}|\d{6}|\d{9})?\b")
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_HEX = re.compile(r"\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}\b|\\x[0-9a-f]{2}")
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b|\b(?:1[34]\d{13}|9\d{13})\b")
_TEMPORARY = re.compile(r"/tmp/|/var/folders/|\btmp\w{8}\b")  # noqa: S108  it is looked for
_PATH = re.compile(r"(?:^|[\s'\"(=])/(?:[\w.\- ]+/)+[\w.\-]*|[A-Za-z]:\\\\")
_DURATION = re.compile(
    r"\d\s*(?:[nmuµ]?s|sec|seconds|minutes)\b|\b(?:took|elapsed|time|duration|seconds)\b", re.IGNORECASE
)
_PROCESS = re.compile(r"(?<![\w.])\d{2,7}(?![\w.])")
_TIMES_OF = re.compile(r"\b\w*(?:_time|_seconds|duration|elapsed)s?\b", re.IGNORECASE)
"""Names of columns and fields that hold how long something took."""
_ORDERS = frozenset({"hash-order", "filesystem-order", "threads", "address", "subprocess"})


def looks_of(texts: Sequence[TextPair]) -> frozenset[str]:
    """Kinds of sources that differences such as these come of; empty where they look like nothing."""
    found: set[str] = set()
    for recorded, now in texts:
        pair = recorded[:MOST_CHARACTERS], now[:MOST_CHARACTERS]
        words, words_now = Counter(_WORD.findall(pair[0])), Counter(_WORD.findall(pair[1]))
        if words == words_now:
            found |= _ORDERS
        others = [*(words - words_now), *(words_now - words)]
        changed = " ".join(_changed(*pair))
        found |= {kind for kind, shows in _LOOKS.items() if shows(changed)}
        if _TIMES_OF.search(pair[1]) or _are_decimals(others):
            found |= {"timing", "clock"}
        if _are_numbers(others):
            found.add("rng")
    return frozenset(found)


def _are_decimals(words: Sequence[str]) -> bool:
    """Whether they are all numbers, with many decimals, as durations have them."""
    return _are_numbers(words) and any(map(_MANY_DECIMALS.search, words))


def _are_numbers(words: Sequence[str]) -> bool:
    return bool(words) and all(map(_NUMBER.fullmatch, words))


_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?")
_MANY_DECIMALS = re.compile(r"\.\d{4}")


def _changed(recorded: str, found: str) -> list[str]:
    """The lines of both that are not in the other."""
    before, now = recorded.splitlines(), found.splitlines()
    matcher = (
        SequenceMatcher(None, before, now, autojunk=False)
        if len(before) * len(now) < MOST_CHARACTERS
        else None
    )
    if matcher is None:
        return [*sorted({*before} ^ {*now})][:200]
    blocks = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return [line for _, a, b, c, d in blocks for line in (*before[a:b], *now[c:d])]


_LOOKS: dict[str, Callable[[str], object]] = {
    "clock": lambda text: _TIME.search(text) or _EPOCH.search(text),
    "timing": _DURATION.search,
    "entropy": lambda text: _UUID.search(text) or _HEX.search(text),
    "address": _ADDRESS.search,
    "tempfile": _TEMPORARY.search,
    "path": _PATH.search,
    "process": _PROCESS.search,
}
