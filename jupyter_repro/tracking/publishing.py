"""Publishing a notebook's snapshot, telling its tracker what a verification found, and sending again what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
from nbformat import NotebookNode

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook, upgraded
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.tracked_run import NOTEBOOK, Wheel
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.trackers.destinations import destination_of
from jupyter_repro.trackers.names import run_id
from jupyter_repro.tracking.block_records import block_records, without_trials
from jupyter_repro.tracking.chosen_addresses import chosen_address
from jupyter_repro.tracking.outbox import Publication, put, taken, waiting
from jupyter_repro.tracking.published_places import note_published, published
from jupyter_repro.tracking.run_record import run_record
from jupyter_repro.tracking.sending import send
from jupyter_repro.tracking.sending_process import Sent
from jupyter_repro.tracking.sent_words import first_unsent, words


def publish(
    path: Path, notebook: NotebookNode, address: str, wheel: tuple[Wheel, bytes] | None = None
) -> Sent:
    """Publish the snapshot beside `path`; `notebook` is as it was executed.

    What a tracker does not take is kept, and the answer says why. Raises ReproError for an address that is none, and
    where the record cannot be made or kept.
    """
    snapshot = required_snapshot(path).snapshot
    destination = destination_of(address, path, snapshot.runs)
    run = run_record(path, notebook, wheel=wheel)
    note_published(run.id, path, destination)
    runs = [without_trials(run, snapshot.blocks), *block_records(run, snapshot.blocks)]
    return first_unsent(send([put(Publication(destination, each)) for each in runs]))


def publish_beside(path: Path, notebook: NotebookNode, asked: str = "") -> list[str]:
    """Publish a snapshot that was just written, where somebody said where; says in a few lines what came of it.

    It keeps no snapshot back.
    """
    try:
        address = chosen_address(path, notebook, asked)
        return list(words(publish(path, notebook, address))) if address else []
    except ReproError as error:
        return [f"not published: {error.what}", *([f"  {error.remedy}"] if error.remedy else [])]


def retry() -> list[Sent]:
    """Send all that waits."""
    named = {str(path): item_words(path) for path in waiting()}
    return [msgspec.structs.replace(each, item=named[each.file]) for each in send(list(map(Path, named)))]


def forget() -> list[str]:
    """Drop all that waits; says what it was."""
    paths = waiting()
    named = Counter(item_words(path) or path.name for path in paths)
    for path in paths:
        path.unlink(missing_ok=True)
    return [name if count == 1 else f"{name} ({counted(count, 'run')})" for name, count in named.items()]


def item_words(path: Path) -> str:
    """Which notebook something that waits is of, and where it is to go; "" for what cannot be read."""
    try:
        item, _ = taken(path)
    except (ReproError, OSError):
        return ""
    if isinstance(item, Publication):
        return f"{item.run.tags.get(NOTEBOOK) or item.run.name} in {item.destination.address}"
    known = published(run_id(item.snapshot))
    return f"the verification of {known.notebook if known else item.snapshot} in {item.destination.address}"


def grouped(sent: Sequence[Sent]) -> list[Sent]:
    """One for all runs of a notebook, such as its blocks, of which the same is to be said, with their number."""
    groups: dict[tuple[str, ...], list[Sent]] = {}
    for each in sent:
        alone = "" if each.item or each.what else each.file
        groups.setdefault((each.item, each.what, each.remedy, alone), []).append(each)
    return [msgspec.structs.replace(group[0], count=len(group)) for group in groups.values()]


def recorded_notebook(path: Path) -> NotebookNode:
    """The notebook that a snapshot is of; raises ReproError where its source is not what was recorded."""
    notebook, snapshot = read_notebook(path), required_snapshot(path).snapshot
    sources = [(cell["id"], source_digest(cell.source)) for _, cell in code_cells(upgraded(notebook))]
    if sources != [(cell.id, cell.source_digest) for cell in snapshot.cells]:
        raise ReproError(
            f"{path} was edited since it was recorded",
            f"record it again with: jupyter repro snapshot {shell_word(path)}",
        )
    return notebook
