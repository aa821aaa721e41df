"""Candidates where nothing else is known: packages whose files somebody has edited where they are installed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.packages_used import packages_used
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.verdicts import Cause, CellVerdict

MOST_FILES = 3
"""That are named."""


def edited_packages(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """Packages that the cell uses and that are not as they were installed, under the same version."""
    for used in packages_used(cell, evidence):
        if named := list(islice(evidence.edited_files(used.name, used.version), MOST_FILES)):
            what = f"{used.name} {used.version} is not as it was installed: {', '.join(named)}"
            requirement = shell_word(f"{used.name}=={used.version}")
            remedy = f"install it again: pip install --force-reinstall --no-deps {requirement}"
            yield Cause("package", "suspected", what, used.where, remedy, used.name)
