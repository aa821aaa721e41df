"""The project that a pipeline belongs to, and how its files are called as seen from the pipeline's folder."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from jupyter_repro.git.committed_files import repository_root


class PipelinePlace(msgspec.Struct, frozen=True):
    """Both folders are absolute."""

    base: Path
    """To which the paths in the pipeline's file belong."""
    root: Path
    """Of what is the project's own."""

    @classmethod
    def around(cls, base: Path) -> PipelinePlace:
        """The project of a folder: of DVC, else of git, else the folder itself."""
        base = Path(os.path.abspath(base))  # noqa: PTH100  Path.resolve would follow links
        of_dvc = (each for each in (base, *base.parents) if (each / ".dvc").is_dir())
        return cls(base, next(of_dvc, None) or repository_root(base) or base)

    def holds(self, path: Path) -> bool:
        """Whether an absolute path is the project's own."""
        return path.is_relative_to(self.root) or Path(os.path.realpath(path)).is_relative_to(
            os.path.realpath(self.root)
        )

    def name(self, path: Path) -> str:
        """An absolute path as seen from the pipeline's folder, with slashes."""
        return Path(os.path.relpath(path, self.base)).as_posix()
