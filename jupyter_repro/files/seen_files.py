"""Files as they were when they were read, so that nothing is written over what somebody changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.digest import Digest, digest_file
from jupyter_repro.errors import Unwritable


class ChangedMeanwhile(Unwritable):
    """A file that changed since it was read; nothing was written."""


@dataclass(frozen=True)
class SeenFiles:
    """The content of some files at one moment."""

    digests: Mapping[Path, Digest | None]
    """None for one that was not there."""

    @classmethod
    def of(cls, *paths: Path) -> SeenFiles:
        """As they are now."""
        return cls({path: _digest(path) for path in paths})

    def check(self) -> None:
        """Raise ChangedMeanwhile where one of them is another now."""
        for path, digest in self.digests.items():
            if _digest(path) != digest:
                raise ChangedMeanwhile(
                    f"{path} was changed while it was worked on, and nothing was written over it",
                    "run the same command again",
                )


def _digest(path: Path) -> Digest | None:
    try:
        return digest_file(path)
    except OSError:
        return None
