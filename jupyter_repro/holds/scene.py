"""What a factor is held in: the kernel's cells, the moment that the clock shows, and the folder of stored answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from jupyter_repro.holds.held_time import HeldTime
from jupyter_repro.holds.running_cell import RunningCell


class NotHeld(Exception):
    """A factor cannot be held in this kernel; the text says why."""


@dataclass
class Scene:
    """One kernel in which factors are held."""

    shell: Any
    moment: float
    """Seconds since 1970 at which the held clock starts."""
    answers: Path | None
    """Folder of what was answered in the first run; None where none is kept."""
    cell: RunningCell
    time: HeldTime = field(default_factory=HeldTime)
    has_time_of_day: bool = False
    """Whether a factor holds it already."""

    def answers_folder(self, name: str) -> Path:
        """The folder of one factor's answers, made where it is missing; raises NotHeld."""
        if self.answers is None:
            raise NotHeld("no folder for the answers was given")
        folder = self.answers / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class Holder(Protocol):
    """A module that holds one factor."""

    def hold(self, scene: Scene) -> Callable[[], None]:
        """Hold it; the answer lets it go. Raises NotHeld, or ImportError for a library that is missing."""
