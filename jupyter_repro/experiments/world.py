"""What a notebook runs in, as far as it is not what lies here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jupyter_repro.experiments.package_folders import PackageVersion
from jupyter_repro.experiments.python_release import PythonRelease
from jupyter_repro.records.snapshot import CellId

NOT_THERE = None
"""In place of a file: that there is none; in place of a variable's value: that it is not set."""


@dataclass(frozen=True)
class World:
    """Everything that is another than here and now; a world without any of it is what is."""

    variables: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[Path, Path | None] = field(default_factory=dict)
    """Path to the file whose content it has."""
    holds: frozenset[str] = frozenset()
    """Sources of chance that give the same in each run."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    not_given: frozenset[str] = frozenset()
    """Parameters for which the notebook's own value counts."""
    seed: int | None = None
    """That all generators are pinned with; None for the one that they are pinned with anyway."""
    sources: Mapping[CellId, str] = field(default_factory=dict)
    versions: frozenset[str] = frozenset()
    """Data that is read in the recorded version of its store."""
    packages: tuple[PackageVersion, ...] = ()
    """That are imported in place of those that are installed."""
    python: PythonRelease | None = None
    """That runs the notebook in place of the kernel's own."""
    pinned: bool | None = None
    """Whether generators and hash seed are pinned; None for as they are when the notebook is verified."""
    fixed_addresses: bool = False
    moment: float | None = None
    """What a held clock shows at first, in seconds since 1970; None for a moment that is always the same."""
    pause: float = 0.0
    """Seconds between two cells."""
    closely: bool = False
    """Whether every call is watched, and what libraries ask for counts."""
    elsewhere: str = ""
    """Name of another folder that the project lies in; "" for its own."""
    listed_anew: bool = False
    """Whether the project's folders list their files in another order."""

    def __or__(self, other: World) -> World:
        """Both at once; where they differ, the other."""
        return World(
            variables={**self.variables, **other.variables},
            files={**self.files, **other.files},
            holds=self.holds | other.holds,
            parameters={**self.parameters, **other.parameters},
            not_given=self.not_given | other.not_given,
            seed=self.seed if other.seed is None else other.seed,
            sources={**self.sources, **other.sources},
            versions=self.versions | other.versions,
            packages=(*other.packages, *self.packages),
            python=other.python or self.python,
            pinned=self.pinned if other.pinned is None else other.pinned,
            fixed_addresses=self.fixed_addresses or other.fixed_addresses,
            moment=self.moment if other.moment is None else other.moment,
            pause=max(self.pause, other.pause),
            closely=self.closely or other.closely,
            elsewhere=other.elsewhere or self.elsewhere,
            listed_anew=self.listed_anew or other.listed_anew,
        )

    def with_variables(self, **variables: str | None) -> World:
        """The same with these environment variables."""
        return replace(self, variables={**self.variables, **variables})


AS_IT_IS = World()
