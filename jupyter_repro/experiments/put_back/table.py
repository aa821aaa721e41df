"""All that can be put back, in the order in which it is looked at; a kind more is a row more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.put_back.cell_sources import recorded_sources
from jupyter_repro.experiments.put_back.machine import recorded_machine
from jupyter_repro.experiments.put_back.packages import recorded_packages
from jupyter_repro.experiments.put_back.profile import recorded_profile
from jupyter_repro.experiments.put_back.python import recorded_python
from jupyter_repro.experiments.put_back.recorded_files import (
    left_by_earlier_runs,
    recorded_files,
    recorded_versions,
)
from jupyter_repro.experiments.put_back.variables import (
    recorded_parameters,
    recorded_seed,
    recorded_variables,
)
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.verdicts import Cause

PutBack = Callable[[Subject, Path, tuple[Path, ...]], Iterator[Factor]]
"""Factors of one kind: for a subject, with a folder for recorded content, and the folders that a run can see
otherwise."""

TABLE: tuple[PutBack, ...] = (
    recorded_parameters,
    recorded_seed,
    recorded_sources,
    recorded_files,
    left_by_earlier_runs,
    recorded_versions,
    recorded_variables,
    recorded_packages,
    recorded_python,
    recorded_profile,
    recorded_machine,
)


def to_put_back(subject: Subject, scratch: Path, folders: tuple[Path, ...]) -> list[Factor]:
    """All of them, what the evidence blames first."""
    found = [factor for rows in TABLE for factor in rows(subject, scratch, folders)]
    causes = subject.asked.causes if subject.asked else ()
    return sorted(found, key=lambda factor: _rank(factor, causes))


def is_about(cause: Cause, factor: Factor) -> bool:
    """Whether a cause is reported of what the factor is about."""
    if cause.kind not in factor.kinds:
        return False
    if factor.whole_kind:
        return True
    if factor.cell is not None:
        return cause.where is not None and cause.where.cell == factor.cell
    return cause.name == factor.name if cause.name else factor.name in cause.what


def _rank(factor: Factor, causes: tuple[Cause, ...]) -> int:
    return next((rank for rank, cause in enumerate(causes) if is_about(cause, factor)), len(causes))
