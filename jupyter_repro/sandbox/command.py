"""The words before a command that run it in a sandbox, of bubblewrap or of namespaces, whichever this machine has."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.sandbox.bubblewrap import bubblewrap_command
from jupyter_repro.sandbox.view import View, view_of

_PATIENCE = 20


def sandboxed(view: View) -> tuple[str, ...]:
    """The words before a command; raises ReproError where this machine has no sandbox."""
    kind = sandbox_here()
    if not kind:
        raise ReproError(
            "this machine has no sandbox",
            "install bubblewrap (apt install bubblewrap), or allow user namespaces; see: jupyter repro help security",
        )
    supervisor = [sys.executable, "-P", "-m", "jupyter_repro.sandbox.supervisor"]
    limits = msgspec.json.encode(view.limits).decode()
    return (*supervisor, limits, view.writable[0], *KINDS[kind](view))


@cache
def sandbox_here() -> str:
    """Which sandbox works on this machine, "bubblewrap" or "namespaces"; "" for none. It is tried."""
    with tempfile.TemporaryDirectory() as folder:
        view = view_of(Path(sys.executable), None, Path(folder))
        return next((kind for kind, words in KINDS.items() if works(words(view))), "")


def _namespaces(view: View) -> list[str]:
    return [
        sys.executable,
        "-P",
        "-m",
        "jupyter_repro.sandbox.namespaces",
        msgspec.json.encode(view).decode(),
    ]


def works(words: list[str]) -> bool:
    """Whether a command runs behind these words."""
    if sys.platform != "linux" or not shutil.which(words[0]):
        return False
    try:
        done = subprocess.run(  # noqa: S603  ours
            [*words, sys.executable, "-I", "-c", ""], capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


KINDS: Mapping[str, Callable[[View], list[str]]] = {
    "bubblewrap": bubblewrap_command,
    "namespaces": _namespaces,
}
"""Each sandbox there is, the best first: the words before a command, by a view."""
