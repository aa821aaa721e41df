"""The pipeline of some notebooks, in the words of the tool that is to run it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.pipelines.dvc_stages import dvc_text
from jupyter_repro.pipelines.pipeline_place import PipelinePlace
from jupyter_repro.pipelines.snakemake_rules import snakemake_text
from jupyter_repro.pipelines.stage import Stage
from jupyter_repro.pipelines.stages import stages_of, without_executed

Tool = Literal["dvc", "snakemake"]

_TEXTS: Mapping[Tool, Callable[[Sequence[Stage]], str]] = {"dvc": dvc_text, "snakemake": snakemake_text}
_WORKFLOW = "workflow"
"""Folder in which a workflow for Snakemake keeps its files; Snakemake is started in the one that holds it."""


class Pipeline(msgspec.Struct, frozen=True):
    """What is to be written."""

    notebooks: tuple[Path, ...]
    text: str
    printed_with: str
    """The command that prints the same."""


def pipeline_of(notebooks: Sequence[Path], tool: Tool, file: Path | None = None) -> Pipeline:
    """The pipeline that runs these notebooks, but for those that one made itself, for a file that is to hold it.

    Its paths belong to the file's folder, or where there is none to the current one. Raises ReproError.
    """
    base = _base(file, tool)
    chosen = without_executed(notebooks)
    place = PipelinePlace.around(base)
    text = _TEXTS[tool](stages_of(chosen, place))
    return Pipeline(tuple(chosen), text, _printed_with(chosen, tool, place))


def _base(file: Path | None, tool: Tool) -> Path:
    folder = file.absolute().parent if file else Path.cwd()
    if tool == "snakemake" and file:
        above = (each.parent for each in (folder, *folder.parents) if each.name == _WORKFLOW)
        return next(above, folder)
    return folder


def _printed_with(notebooks: Sequence[Path], tool: Tool, place: PipelinePlace) -> str:
    shell_words = " ".join(shell_word(place.name(path.absolute())) for path in notebooks)
    command = f"jupyter repro export {shell_words} --{tool}"
    return command if place.base == Path.cwd() else f"cd {shell_word(place.base)} && {command}"
