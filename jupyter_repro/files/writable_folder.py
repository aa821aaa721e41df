"""The folder that may be written to: names in a snapshot are somebody else's, and may lead anywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.errors import ReproError


class OutsideFolder(ReproError):
    """A file that would be written outside of the folder that may be written to."""


@dataclass(frozen=True)
class WritableFolder:
    """Every file that a snapshot, a bundle or a run names is written through `place`."""

    folder: Path
    name: str
    """What a person calls it, as in "the project"."""
    remedy: str = ""
    """How to write outside of it all the same."""

    def place(self, path: Path, name: str) -> Path:
        """Where to write `path`: the links above it are followed, and it is no link itself that is written through.

        Raises OutsideFolder, about `name`, where that does not lie in the folder, or belongs to git.
        """
        place, folder = path.parent.resolve() / path.name, self.folder.resolve()
        if path.name in {"", os.curdir, os.pardir} or not place.is_relative_to(folder):
            raise OutsideFolder(f"lies outside of {self.name}, in {place.parent}", self.remedy, subject=name)
        if any(part.lower() == _GIT for part in place.relative_to(folder).parts):
            raise OutsideFolder("belongs to git, which runs what lies there", "", subject=name)
        return place

    def holds(self, path: Path) -> bool:
        """Whether `path` may be written."""
        try:
            self.place(path, "")
        except OutsideFolder:
            return False
        return True


_GIT = ".git"
ANYWHERE = WritableFolder(Path("/"), "this machine")
"""For who has agreed to it."""
