"""Watching variables in the kernel: their digests after each cell."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from time import monotonic
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from jupyter_repro.addresses.secret_words import is_secret_name
from jupyter_repro.patching import replaced
from jupyter_repro.records.session_states import NOT_DIGESTED
from jupyter_repro.records.watched import Watched, watched
from jupyter_repro.value_digests.form import Undigested
from jupyter_repro.value_digests.walk import OVER_BUDGET, Walk
from jupyter_repro.value_digests.words import words

SHARE = 0.05
"""Part of the budget that is enough for a variable that is quickly digested."""


_NAMED = (type, FunctionType, BuiltinFunctionType)


class Watch:
    """What is watched in this kernel, and what could not be."""

    def __init__(self) -> None:
        self.now = Watched()
        self.ever = Watched()
        """What was watched at any time; it is what a verification watches."""
        self.skipped: dict[str, str] = {}
        """Variables without a digest after the last cell, and why."""
        self._took: dict[str, tuple[int, float]] = {}

    def add(self, words: Sequence[str]) -> None:
        """Watch what the words ask for as well; raises ReproError."""
        asked = watched(words)
        self.now, self.ever = self.now | asked, self.ever | asked

    def end(self) -> None:
        """Watch nothing any more."""
        self.now = Watched()
        self.skipped = {}

    def state(self, namespace: Mapping[str, Any], hidden: Mapping[str, Any]) -> dict[str, str]:
        """Digests of the watched variables that there are, without a trace in their values or on the screen.

        `hidden` are the variables that IPython has put there itself.
        """
        if not self.now:
            return {}
        with _unwarned():
            walk = Walk()
            digests = {
                name: _digested(name, namespace[name], walk) for name in self.now.names if name in namespace
            }
            if self.now.everything:
                others = [
                    name
                    for name in variables(namespace, hidden)
                    if name not in {*digests, *self.now.excepted}
                ]
                digests |= self._within_budget(others, namespace, walk)
        self.skipped = {
            name: said.removeprefix(NOT_DIGESTED)
            for name, said in digests.items()
            if said.startswith(NOT_DIGESTED)
        }
        return digests

    def _within_budget(self, names: Sequence[str], namespace: Mapping[str, Any], walk: Any) -> dict[str, str]:
        """The quick ones first, then those for which a small part of the budget was not enough."""
        end = monotonic() + self.now.budget
        share = self.now.budget * SHARE
        quick = [name for name in names if self._last(name, namespace[name]) <= share]
        digests = {
            name: self._timed(name, namespace[name], walk, min(monotonic() + share, end)) for name in quick
        }
        for name in names:
            if self._last(name, namespace[name]) > share:
                digests[name] = self._timed(name, namespace[name], walk, end)
        return digests

    def _timed(self, name: str, value: Any, walk: Any, deadline: float) -> str:
        """What took longer the last time than there is time left is not begun."""
        began = monotonic()
        if began + self._last(name, value) > deadline:
            return f"{NOT_DIGESTED}{OVER_BUDGET}"
        walk.deadline = deadline
        digest = _digested(name, value, walk)
        self._took[name] = id(value), monotonic() - began
        return digest

    def _last(self, name: str, value: Any) -> float:
        """Seconds that this value took the last time; 0 for another one."""
        address, seconds = self._took.get(name, (0, 0.0))
        return seconds if address == id(value) else 0.0


def variables(namespace: Mapping[str, Any], hidden: Mapping[str, Any]) -> list[str]:
    """Names that the notebook has given values to: no modules, nothing imported, nothing that begins with `_`."""
    return sorted(
        name
        for name, value in namespace.items()
        if not name.startswith("_")
        and not (name in hidden and hidden[name] is value)
        and name not in {"In", "Out"}
        and not _is_imported(value)
    )


def _is_imported(value: Any) -> bool:
    """Whether it is a module, or a function or class of one."""
    kind = type(value)
    if issubclass(kind, ModuleType):
        return True
    return issubclass(kind, _NAMED) and _home(value) not in {"", "__main__"}


def _home(value: Any) -> str:
    try:
        return str(getattr(value, "__module__", "") or "")
    except Exception:  # a metaclass may say anything
        return ""


def _digested(name: str, value: Any, walk: Any) -> str:
    # not isinstance: it asks the value, which may answer with an error or with a wait; and of a short text
    # that is a secret, the digest would be enough to find it
    if issubclass(type(value), str | bytes) and is_secret_name(name):
        return f"{NOT_DIGESTED}its name says that it is a secret"
    try:
        return f"{walk.digest(value)} {words(value)}"
    except Undigested as why:
        return f"{NOT_DIGESTED}{why}"
    except Exception as error:  # a value may fail at anything that it is asked
        return f"{NOT_DIGESTED}{type(error).__name__}"
    except KeyboardInterrupt:
        # the cell itself has ended: the user will not wait for its digests
        return f"{NOT_DIGESTED}interrupted"


@contextmanager
def _unwarned() -> Iterator[None]:
    """Libraries warn when asked for what is deprecated: not in the notebook's name.

    `warnings.catch_warnings` would make the notebook's own warnings be shown again.
    """
    shown, thread = warnings.showwarning, threading.get_ident()

    @wraps(shown)
    def showwarning(*args: Any, **named: Any) -> None:
        if threading.get_ident() != thread:
            shown(*args, **named)

    undo = replaced(warnings, "showwarning", showwarning)
    try:
        yield
    finally:
        undo()
