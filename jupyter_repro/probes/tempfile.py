"""Temporary files and folders: their names are drawn from entropy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _description(arguments: tuple[Any, ...]) -> str:
    return "a temporary name is made up" if arguments else ""


class TempfileProbe:
    """Notes where the notebook makes a temporary file or folder."""

    kind = "tempfile"
    remedy = "do not print its name, or write to a named file beside the notebook"
    events: dict[str, Callable[[tuple[Any, ...]], str]] = {
        "tempfile.mkstemp": _description,
        "tempfile.mkdtemp": _description,
    }
    through = frozenset({"tempfile"})
    calls = {
        "tempfile.mktemp": "a temporary name is made up",
        "tempfile._get_candidate_names": "names are made up",
    }
