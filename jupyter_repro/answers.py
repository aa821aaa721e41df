"""How the answers of `%repro` are told from what the notebook shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ANSWER = "jupyter_repro"
"""Key in an output's metadata that marks an answer of ours; such outputs are neither recorded nor compared."""


def is_answer(output: Mapping[str, Any]) -> bool:
    """Whether an output, in nbformat's form, is an answer of `%repro`."""
    return ANSWER in (output.get("metadata") or {})
