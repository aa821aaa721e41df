"""Fixes that were tried: the notebook that reproduces, written where it was asked for, or how to have it."""

from __future__ import annotations

from pathlib import Path

import click

from jupyter_repro.experiments.fixes.mending import mended
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.seen_files import SeenFiles
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import encode_notebook
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying.notebook import Options


class Fixes:
    """Tries them, and says what there is to say on standard error, below the reports."""

    def __init__(self, target: Path | None) -> None:
        """`target` is where the mended notebook is written; None for nowhere."""
        self._target, self._seen = target, SeenFiles.of(*filter(None, [target]))
        self._said: list[str] = []

    def tried(self, path: Path, verdict: Verdict, options: Options, budget: float) -> Verdict:
        """The verdict with the fixes that were tried; the mended notebook is written. Raises ReproError."""
        found = mended(path, verdict, options, max(0.0, budget))
        if found.notebook is None:
            if verdict.root is not None:
                self._said.append(f"no fix that was tried cures {path}: nothing is written")
        elif self._target is None:
            another = shell_word(path.with_suffix(".fixed.ipynb"))
            self._said.append(f"write it with: jupyter repro why {shell_word(path)} --fix {another}")
        else:
            content = encode_notebook(found.notebook)
            write_together({self._target.absolute(): content}, self._seen.check)
            self._said.append(
                f"{self._target} is written; record it with: jupyter repro snapshot {shell_word(self._target)}"
            )
        return found.verdict

    def say(self) -> None:
        """Say it."""
        for line in self._said:
            click.echo(line, err=True)
