"""Absolute paths of files of the project, made relative."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

from nbformat import NotebookNode

from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.experiments.fixes.remedy import Facts, edited_where
from jupyter_repro.verdicts import Cause

_MOST_CHARACTERS = 400


def relative_paths(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """Relative paths in place of absolute ones, whether they begin as here or as on the machine they come from."""
    return edited_where(notebook, cause, facts, partial(_edits, facts=facts))


def _edits(source: EditableSource, _meanings: Meanings, facts: Facts) -> Sequence[tuple[int, Edit]]:
    return [
        (node.lineno, Edit(*span, repr(path).replace("'", _quote(source.text[slice(*span)]))))
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (path := _relative(node.value, facts)) and (span := source.span(node))
    ]


def _quote(literal: str) -> str:
    return '"' if literal.endswith('"') else "'"


def _relative(text: str, facts: Facts) -> str:
    """The path as it is seen from the notebook's folder; "" for what is no path of a file of the project."""
    if len(text) > _MOST_CHARACTERS or "\n" in text or "'" in text or '"' in text:
        return ""
    if PurePosixPath(text).is_absolute():
        found = _below(Path(text), facts) or _elsewhere(PurePosixPath(text).parts[1:], facts)
        return _ended(found, text)
    if PureWindowsPath(text).is_absolute():
        return _ended(_elsewhere(PureWindowsPath(text).parts[1:], facts), text)
    return ""


def _below(path: Path, facts: Facts) -> str:
    # what is below the project is a path of it, whether there is a file yet or not
    within = path != Path("/") and path.is_relative_to(facts.project)
    return Path(os.path.relpath(path, facts.folder)).as_posix() if within else ""


def _ended(path: str, like: str) -> str:
    """With a slash at its end where the other has one: something may be put behind it."""
    return f"{path}/" if path and like.endswith(("/", "\\")) else path


def _elsewhere(parts: Sequence[str], facts: Facts) -> str:
    """Of a path of another machine, the longest end that is there below the notebook's folder."""
    if Path("/", *parts).exists():
        return ""
    ends = ("/".join(parts[first:]) for first in range(1, len(parts)))
    return next((end for end in ends if (facts.folder / end).exists()), "")
