"""Replacing an attribute so that it can be taken back, and acting when a module is first imported."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any


def replaced(owner: Any, name: str, value: Any) -> Callable[[], None]:
    """Set `owner.name` to `value`; the answer puts the old one back.

    Putting back does nothing where somebody else has replaced the attribute since.
    """
    original = getattr(owner, name)
    setattr(owner, name, value)

    def undo() -> None:
        if getattr(owner, name) is value:
            setattr(owner, name, original)

    return undo


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
