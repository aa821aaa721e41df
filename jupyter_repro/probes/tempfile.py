"""Temporary files and folders: their names are drawn from entropy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import noting


def _description(arguments: tuple[Any, ...]) -> str:
    return "a temporary name is made up" if arguments else ""


_PLACES = {name: f"tempfile.{name}() is a folder of this machine" for name in ("gettempdir", "gettempdirb")}


class TempfileProbe:
    """Notes where the notebook makes a temporary file or folder."""

    kind = "tempfile"
    remedy = "do not print its name, or write to a named file beside the notebook"
    events: dict[str, Callable[[tuple[Any, ...]], str]] = {
        "tempfile.mkstemp": _description,
        "tempfile.mkdtemp": _description,
    }
    through = frozenset({"tempfile"})
    modules = ("tempfile",)
    calls = {
        "tempfile.mktemp": "a temporary name is made up",
        "tempfile._get_candidate_names": "names are made up",
    }

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch who asks where such files lie."""
        return noting(module, _PLACES, note)
