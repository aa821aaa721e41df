"""The lock of another tool that a project has, of several the first in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.environments.other_locks import conda_lock, pixi, uv_lock
from jupyter_repro.environments.other_locks.listed_packages import (
    ListedPackage,
    of_python_in_conda,
    pylock_text,
)
from jupyter_repro.formatting.shell_words import shell_word


class OtherLock(NamedTuple):
    """One that is there."""

    path: Path
    read: Callable[[Path], list[ListedPackage]]
    built_by: str
    """The command that builds its environment, with a place for the file."""
    export: Callable[[Path], str] | None = None
    """How its tool brings it into the form of PEP 751; None where that is done here."""

    def packages(self) -> list[ListedPackage]:
        """What it lists for this platform. Raises UnreadableInput, and ReproError for a lock of others alone."""
        return self.read(self.path)

    def pylock(self) -> str:
        """What it has of PyPI, as a lock by PEP 751; raises as `packages` does."""
        return self.export(self.path) if self.export else pylock_text(self.packages(), self.path.parent)

    def only_by_conda(self) -> tuple[str, ...]:
        """Packages for Python that conda alone installs; raises as `packages` does."""
        return of_python_in_conda(self.packages())

    @property
    def command(self) -> str:
        """What builds its environment."""
        return self.built_by.format(shell_word(self.path))


_KINDS = (
    OtherLock(Path(uv_lock.FILE), uv_lock.packages_in, uv_lock.BUILT_BY, uv_lock.exported),
    OtherLock(Path(pixi.FILE), pixi.packages_in, pixi.BUILT_BY),
    OtherLock(Path(conda_lock.FILE), conda_lock.packages_in, conda_lock.BUILT_BY),
)


def other_lock(root: Path) -> OtherLock | None:
    """The one in a project's folder; None where there is none."""
    places = (each._replace(path=root / each.path) for each in _KINDS)
    return next((each for each in places if each.path.is_file()), None)
