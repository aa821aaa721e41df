"""The words of `%repro uses`: which snapshot a notebook builds upon, and what is answered."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.records.consumed_snapshots import Consumed, is_notebook
from jupyter_repro.snapshots.local_snapshots import StoredSnapshot, local_snapshot
from jupyter_repro.snapshots.snapshot_file import snapshot_path

_FORM = "%repro uses NAME ADDRESS, for instance: %repro uses model ../train/train.ipynb"
_LATER = "which snapshot that is, is looked up in the tracker when this notebook is recorded"


def consumed(line: str, folder: Path) -> tuple[str, Consumed]:
    """The name and the snapshot that a line means; a path belongs to `folder`.

    A notebook that is not there, or was not recorded, is named in the answer. Raises ReproError where the line cannot
    be understood.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise ReproError(f"{line} is not understood: {error}", _FORM) from None
    if len(words) != 2:
        raise ReproError("say a name and which snapshot it is", _FORM)
    name, address = words
    return name, _of_notebook(address, folder) if is_notebook(address) else Consumed(_in_tracker(address))


def consumed_words(name: str, each: Consumed, folder: Path) -> str:
    """What the person at the notebook is reported."""
    if not is_notebook(each.address):
        return f"{name}: {each.address}; {_LATER}"
    if each.unknown:
        return f"{name}: {each.address}; {each.unknown}"
    snapshot = _read(located(each.address, folder)).snapshot
    verified = "verified" if snapshot.verified else "not verified yet"
    return f"{name}: {each.address}, recorded {snapshot.recorded}, seed {snapshot.context.seed}, {verified}"


def _in_tracker(address: str) -> str:
    """Without credentials; of the page of a run, the run."""
    page, mark, run = address.rpartition("/runs/")
    return (
        f"runs:/{parse_address(run.partition('/')[0]).path}"
        if mark and parse_address(page).holds_url
        else public_address(address)
    )


def unknown_words(consumes: Mapping[str, Consumed]) -> list[str]:
    """Of which snapshots it is not known which they are, and why; a line each."""
    return [
        f"{name} ({each.address}) is not known: {each.unknown}"
        for name, each in consumes.items()
        if each.unknown and not each.origin
    ]


def _of_notebook(address: str, folder: Path) -> Consumed:
    path = located(address, folder)
    notebook = path.with_name(path.name.removesuffix(".repro.json").removesuffix(".ipynb") + ".ipynb")
    name = portable(notebook, folder)
    try:
        stored = _read(notebook)
    except UnreadableInput as error:
        return Consumed(name, unknown=error.what)
    return Consumed(name, stored.digest, stored.snapshot.notebook)


def _read(notebook: Path) -> StoredSnapshot:
    found = local_snapshot(notebook, snapshot_path(notebook).name)
    if found is None:
        missing = "there is no such notebook" if not notebook.exists() else "it has not been recorded yet"
        raise UnreadableInput(notebook.name, missing)
    return found


def with_addresses(all_: dict[str, Consumed], before: Path, after: Path) -> dict[str, Consumed]:
    """The same, with paths as seen from the folder `after` in place of `before`."""
    return {name: _seen_from(each, before, after) for name, each in all_.items()}


def _seen_from(each: Consumed, before: Path, after: Path) -> Consumed:
    if not is_notebook(each.address):
        return each
    return msgspec.structs.replace(each, address=portable(located(each.address, before), after))
