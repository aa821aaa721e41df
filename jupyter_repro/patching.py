"""Replacing an attribute so that it can be taken back, and acting when a module is first imported."""

from __future__ import annotations

from collections.abc import Callable
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


def after(*undos: Callable[[], None]) -> Callable[[], None]:
    """One undo for several, the last first."""

    def undo() -> None:
        for each in reversed(undos):
            each()

    return undo


def when_imported(module: str, act: Callable[[ModuleType], None]) -> None:
    """Call `act` with the module once it has been imported, at once if it is already."""
    # wrapt is needed in a kernel with a recorder only
    import wrapt

    wrapt.register_post_import_hook(act, module)
