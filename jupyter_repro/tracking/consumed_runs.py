"""Which snapshots of the tracker a notebook builds upon: they are looked up outside of its kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from nbformat import NotebookNode

from jupyter_repro.errors import ReproError
from jupyter_repro.records.consumed_snapshots import Consumed, is_moving, is_notebook
from jupyter_repro.tracking.tracked_snapshots import TrackedSnapshots, tracked_snapshots


def looked_up(
    consumes: Mapping[str, Consumed],
    notebook: Path,
    document: NotebookNode,
    which: Callable[[Consumed], bool] = lambda each: not is_notebook(each.address),
) -> dict[str, Consumed]:
    """The same, with what the tracker knows of those that it holds; what it does not tell is said in the answer."""
    wanted = {name: each for name, each in consumes.items() if which(each)}
    return {**consumes, **(_all_found(wanted, notebook, document) if wanted else {})}


def with_moved(
    consumes: Mapping[str, Consumed], notebook: Path, document: NotebookNode
) -> dict[str, Consumed]:
    """The same, with what a model's alias or latest version means now; what cannot be asked is as it was."""
    found = looked_up(consumes, notebook, document, lambda each: is_moving(each.address))
    return {name: each if each.digest else consumes[name] for name, each in found.items()}


def _all_found(wanted: Mapping[str, Consumed], notebook: Path, document: NotebookNode) -> dict[str, Consumed]:
    try:
        tracked = tracked_snapshots(notebook, document)
    except ReproError as error:
        return {name: _unknown(each, error) for name, each in wanted.items()}
    return {name: _found(each, tracked) for name, each in wanted.items()}


def _found(each: Consumed, tracked: TrackedSnapshots) -> Consumed:
    try:
        with tracked.held(each.origin or tracked.run_id(each.address)) as held:
            return msgspec.structs.replace(each, digest=held.digest, notebook=held.snapshot.notebook)
    except ReproError as error:
        return _unknown(each, error)


def _unknown(each: Consumed, error: ReproError) -> Consumed:
    return msgspec.structs.replace(each, digest="", notebook="", unknown=error.what)
