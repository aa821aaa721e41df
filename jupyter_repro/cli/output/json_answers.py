"""Answers on several notebooks as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec


def json_answers(documents: Sequence[str]) -> str:
    """The answer on one notebook as it is; several as an array, in their order."""
    texts = [each.strip() for each in documents]
    return texts[0] if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]"


def json_text(value: Any) -> str:
    """A structure as JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
