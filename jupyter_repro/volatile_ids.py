"""What differs from run to run though it means the same: addresses, and ids that known producers make up.

Each is numbered in order of first appearance within a cell, so that identity is still compared: two reprs of one
object stay equal, two objects stay different.
"""

from __future__ import annotations

import re

_HEX = "[0-9a-f]"

VOLATILE: tuple[tuple[str, str], ...] = (
    # the repr of an object, a function, a lock; a hexadecimal number that stands elsewhere is data
    ("address", r"(at )(0x[0-9a-fA-F]{6,16})\b"),
    # pandas Styler: T_5f3a1, T_5f3a1_row0_col1
    ("styler", rf"(T_)({_HEX}{{5}})(?=_|\b)"),
    # altair; its data sets are named by their content and stay
    ("view", rf"(altair-viz-)({_HEX}{{32}})\b"),
    ("widget", rf"(\"model_id\": \")({_HEX}{{32}})\b"),
    ("widget", rf"(IPY_MODEL_)({_HEX}{{32}})\b"),
    # scikit-learn's HTML repr counts the reprs of a session
    ("estimator", r"(sk-container-id-)(\d+)"),
    ("estimator", r"(sk-estimator-id-)(\d+)"),
    # matplotlib's SVG: clip paths and markers, and the date it was made
    ("mark", rf"(#)([mpC]{_HEX}{{10}})\b"),
    ("mark", rf"(id=\")([mpC]{_HEX}{{10}})\b"),
    ("date", r"(<dc:date>)([^<]+)"),
)
"""What it is, and a pattern of what stands before it and of itself. A producer more is a row more.

Every pattern begins with a literal, for which Python's `re` searches quickly: outputs may be 100 MB long.
"""

_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in VOLATILE)

# version 4 UUIDs, which bokeh, plotly and many others give to elements; looked for by their middle
_UUID_MIDDLE = re.compile(rf"-4{_HEX}{{3}}-[89ab]{_HEX}{{3}}-")
_UUID = re.compile(rf"()\b({_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}})\b")

_KERNEL_FILE = re.compile(r"[^\s\"'<>|]{0,1000}[/\\]ipykernel_\d+[/\\]\d+\.py")
"""The temporary file that ipykernel compiles a cell under, as warnings and tracebacks name it."""


class Numbering:
    """The volatile parts of one cell's outputs met so far."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}

    def applied(self, text: str) -> str:
        """`text` with each volatile part replaced by what it is and its number."""
        if "ipykernel_" in text:
            text = _KERNEL_FILE.sub("<cell>", text)
        for name, pattern in _PATTERNS:
            text = self._numbered(name, pattern, text)
        return self._numbered("uuid", _UUID, text) if _UUID_MIDDLE.search(text) else text

    def _numbered(self, name: str, pattern: re.Pattern[str], text: str) -> str:
        return pattern.sub(lambda match: f"{match[1]}{name}-{self._number(name, match[2])}", text)

    def _number(self, name: str, value: str) -> int:
        met = self._numbers.setdefault(name, {})
        return met.setdefault(value, len(met) + 1)
