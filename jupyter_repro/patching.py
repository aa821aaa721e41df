"""Replacing an attribute so that it can be taken back, and acting when a module is first imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any


def replaced(owner: Any, name: str, value: Any) -> Callable[[], None]:
    """Set `owner.name` to `value`; the answer puts the old one back.

    Putting back does nothing where somebody else has replaced the attribute since.
    """
    # a class's own entry may be a descriptor, which getattr would bind
    original = (
        vars(owner).get(name, getattr(owner, name)) if isinstance(owner, type) else getattr(owner, name)
    )
    setattr(owner, name, value)
    put = vars(owner)[name] if isinstance(owner, type) else getattr(owner, name)

    def undo() -> None:
        now = vars(owner).get(name) if isinstance(owner, type) else getattr(owner, name)
        if now is put:
            setattr(owner, name, original)

    return undo


def wrapping(function: Callable[..., Any], before: Callable[..., None]) -> Callable[..., Any]:
    """`function` with a call of `before`, with the same arguments, before each call of it."""

    @wraps(function)
    def wrapped(*args: Any, **named: Any) -> Any:
        before(*args, **named)
        return function(*args, **named)

    return wrapped


def see_through(wrapper: Callable[..., Any], file: str = "") -> Callable[..., Any]:
    """The wrapper, so that a warning of what it wraps tells the line that it would tell without it.

    `file` is the library's own, where the library calls what is wrapped and looks for that line itself.
    """
    # Python passes over the frames of its import machinery, which it knows by this name
    name = file or "<frozen importlib._bootstrap of jupyter_repro>"
    wrapper.__code__ = wrapper.__code__.replace(co_filename=name)
    return wrapper


def after(*undos: Callable[[], None]) -> Callable[[], None]:
    """One undo for several, the last first."""

    def undo() -> None:
        for each in reversed(undos):
            each()

    return undo


def dotted_names(descriptions: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What functions of modules do, by their dotted names; those of `os` also by those of the modules behind it."""
    of_os = descriptions.get("os", {})
    modules = {**descriptions, "posix": of_os, "nt": of_os}
    return {f"{module}.{name}": what for module, known in modules.items() for name, what in known.items()}


def noting(module: str, descriptions: Mapping[str, str], note: Callable[[str], None]) -> Callable[[], None]:
    """Let functions of a module tell `note` what they do, each time that they are called."""
    owner = sys.modules[module]
    there = {name: what for name, what in descriptions.items() if hasattr(owner, name)}
    return after(
        *(replaced(owner, name, _noted(getattr(owner, name), note, what)) for name, what in there.items())
    )


def _noted(function: Callable[..., Any], note: Callable[[str], None], what: str) -> Callable[..., Any]:
    @wraps(function)
    def noted(*args: Any, **named: Any) -> Any:
        note(what)
        return function(*args, **named)

    return noted


def when_imported(module: str, act: Callable[[ModuleType], None]) -> None:
    """Call `act` with the module once it has been imported, at once if it is already."""
    # wrapt is needed in a kernel with a recorder only
    import wrapt

    wrapt.register_post_import_hook(act, module)
