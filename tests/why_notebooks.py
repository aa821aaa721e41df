"""Recording a notebook, changing what it depends on, and asking why."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

import jupyter_repro
from jupyter_repro.experiments.why import Inquiry, why
from jupyter_repro.verdicts import Cause, Experiment, Verdict
from jupyter_repro.verifying.notebook import Options

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")


def recorded(folder: Path, cells: Sequence[str], files: Mapping[str, str] | None = None) -> Path:
    """A recorded notebook with its files, all committed."""
    write(folder, files or {})
    path = folder / "a.ipynb"
    nbformat.write(
        new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": KERNEL}), path
    )
    git(folder, "init", "-q")
    jupyter_repro.snapshot(path)
    commit(folder)
    return path


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it is")


def git(folder: Path, *words: str) -> None:
    subprocess.run([*_GIT, *words], cwd=folder, check=True, capture_output=True)


def asked(path: Path, *, options: Options | None = None, **inquiry: object) -> Verdict:
    """What `why` answers, with time for a busy machine."""
    return why(path, options or Options(), Inquiry(**{"budget": 300.0, **inquiry}))


def first_cause(verdict: Verdict) -> Cause:
    assert verdict.root is not None, verdict
    return verdict.root.causes[0]


def outcomes(verdict: Verdict) -> dict[str, str]:
    """Name of each experiment to what came of it."""
    return {each.name: each.outcome for each in verdict.experiments}


def named(verdict: Verdict, name: str) -> Experiment:
    return next(each for each in verdict.experiments if each.name == name)
