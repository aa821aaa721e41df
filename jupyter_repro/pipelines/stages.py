"""The stages of some notebooks, from their snapshots, and that they can be one pipeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from jupyter_repro.environments.lock import find_lock
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.git.tracked_files import tracked
from jupyter_repro.notebooks.secret_parameters import WITHHELD
from jupyter_repro.pipelines.pipeline_place import PipelinePlace
from jupyter_repro.pipelines.stage import EXECUTED, Stage
from jupyter_repro.pipelines.stage_data import StageData
from jupyter_repro.pipelines.stage_names import stage_names
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import required_snapshot


def stages_of(notebooks: Sequence[Path], place: PipelinePlace) -> list[Stage]:
    """A stage for each notebook, in the order given.

    Raises ReproError for a notebook without a snapshot, or whose snapshot does not say what it wrote, for one that lies
    outside of the project, and where two make the same file or each needs what the other makes.
    """
    names = stage_names([place.name(path.absolute()) for path in notebooks])
    stages = [_stage(path, name, place) for path, name in zip(notebooks, names, strict=True)]
    _check_makers(stages)
    _check_order(stages)
    return stages


def without_executed(notebooks: Sequence[Path]) -> list[Path]:
    """The notebooks, each once, without those that a pipeline made of another of them."""
    made = {path.absolute().with_suffix(EXECUTED) for path in notebooks}
    once = {path.absolute(): path for path in reversed(notebooks)}
    return [path for absolute, path in reversed(once.items()) if absolute not in made]


def _stage(path: Path, name: str, place: PipelinePlace) -> Stage:
    notebook = path.absolute()
    if not place.holds(notebook):
        raise ReproError(f"{path} does not lie in {place.root}", "export it in the folder of its project")
    snapshot = required_snapshot(path).snapshot
    _check_recorded(path, snapshot)
    lock = find_lock(notebook)
    fields = StageData(place, notebook.parent, snapshot.context).fields()
    return Stage(
        name=name,
        notebook=place.name(notebook),
        snapshot=place.name(snapshot_path(notebook)),
        executed=place.name(notebook.with_suffix(EXECUTED)),
        lock=place.name(lock.made_of or lock.path) if lock else "",
        in_git=_in_git(fields, place),
        **fields,
    )


def _in_git(fields: dict[str, Any], place: PipelinePlace) -> frozenset[str]:
    made = {place.base / name: name for name in (*fields["results"], *fields["updated"])}
    return frozenset(made[path] for path in tracked(made))


def _check_recorded(path: Path, snapshot: Snapshot) -> None:
    """Raise ReproError for a snapshot that is not enough to run its notebook, and to say what it makes."""
    context = snapshot.context
    if snapshot.language not in {"", "python"}:
        raise ReproError(
            f"{path} is a notebook of {snapshot.language}: which files it reads and writes is not seen",
            "write its stage by hand",
        )
    if context.written is None:
        raise ReproError(
            f"the snapshot of {path} does not say which files it wrote",
            "record it again, in a kernel whose environment has jupyter-repro: "
            f"jupyter repro snapshot {shell_word(path)}",
        )
    if secrets := [name for name, value in context.parameters.items() if value == WITHHELD]:
        raise ReproError(
            f"{path} was recorded with a secret as its parameter {', '.join(secrets)}, which no pipeline can give it",
            "let the notebook read it from an environment variable, and record it again",
        )


def _check_makers(stages: Sequence[Stage]) -> None:
    """Raise ReproError where two stages make one file."""
    makers: dict[str, Stage] = {}
    for stage in stages:
        for name in stage.outputs:
            other = makers.setdefault(name, stage)
            if other is not stage:
                raise ReproError(
                    f"{other.notebook} and {stage.notebook} both write {name}, which only one stage may make",
                    "let each write a file of its own, and record it again",
                )


def _check_order(stages: Sequence[Stage]) -> None:
    """Raise ReproError where there is no order to run them in."""
    makers = {name: stage.notebook for stage in stages for name in stage.outputs}
    needs: dict[str, set[str]] = defaultdict(set)
    for stage in stages:
        below = (name for name in makers if any(folder.holds(name) for folder in stage.folders))
        needed = {makers[name] for name in (*stage.inputs, *below) if name in makers}
        needs[stage.notebook] = needed - {stage.notebook}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise ReproError(
            f"each of these notebooks reads what the other writes: {circle}", "export one without the other"
        ) from None
