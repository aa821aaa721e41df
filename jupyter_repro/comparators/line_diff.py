"""Line diffs that stay quick on outputs of any size."""

from __future__ import annotations

from difflib import unified_diff

MOST_LINES = 1_000
"""Of what differs, on each side, that is handed to difflib, which is quadratic in it."""
MOST_SHOWN = 60
WIDEST = 300


def changed_lines(before: str, after: str) -> tuple[int, list[str], list[str]]:
    """Lines that both texts begin with, and what is left on each side up to where both end the same."""
    old, new = before.splitlines(), after.splitlines()
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return start, old[start : len(old) - end], new[start : len(new) - end]


def unified(before: str, after: str) -> str:
    """A unified diff of at most 60 lines."""
    start, old, new = changed_lines(before, after)
    context = before.splitlines()[max(0, start - 2) : start]
    old, new = [_cut(line) for line in old[:MOST_LINES]], [_cut(line) for line in new[:MOST_LINES]]
    lines = list(unified_diff([*context, *old], [*context, *new], "recorded", "found", lineterm="", n=2))
    shown = [line for line in lines if not line.startswith("@@")]
    if len(shown) > MOST_SHOWN:
        shown = [*shown[:MOST_SHOWN], f"… {len(shown) - MOST_SHOWN} more lines"]
    return "\n".join(shown)


def _common(old: list[str], new: list[str]) -> int:
    pairs = zip(old, new, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _cut(line: str) -> str:
    return line if len(line) <= WIDEST else line[:WIDEST] + "…"
