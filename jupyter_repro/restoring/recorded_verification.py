"""Verifying on the recorded data: in a copy of the project that holds the recorded data, whatever lies here now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors.data_versions import address_of
from jupyter_repro.errors import ReproError
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.restoring.outcomes import Outcome
from jupyter_repro.restoring.recorded_data import (
    changed_outside,
    data_into,
    kept_copy,
    lost_versions,
    table_files,
    table_places,
)
from jupyter_repro.restoring.restored_table import is_store
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.isolated_verification import of_the_notebook, verify_isolated
from jupyter_repro.verifying.project_files import Project, copied, project_of, scratch


def verify_on_recorded_data(path: Path, options: one.Options, *, isolated: bool, network: bool) -> Verdict:
    """Verify a notebook on what it was recorded on; nothing of the project is touched.

    Where something cannot be restored, the verdict is `unverifiable` and says what. Raises ReproError where there is no
    snapshot.
    """
    snapshot = load_snapshot(path)
    if snapshot is None:
        raise ReproError(
            f"{path} has no snapshot", f"record one with: jupyter repro snapshot {shell_word(path)}"
        )
    with scratch() as folder:
        project, lost = _recorded_project(path, snapshot, folder / "recorded")
        if lost:
            return Verdict(
                str(path),
                "unverifiable",
                notes=tuple(f"{each.name} {each.said}; {each.remedy}" for each in lost),
            )
        unmarked = replace(options, mark=False)
        if isolated:
            verdict = verify_isolated(path, unmarked, network=network, project=project)
        else:
            copy = copied(project, folder)
            verdict = of_the_notebook(str(path), one.verify(copy, unmarked), str(copy))
    if options.notes(verdict.status):
        one.note_outcome(path, snapshot, verdict.status)
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, NOTE))


NOTE = "run on the recorded data, in a copy of the project"


def _recorded_project(path: Path, snapshot: Snapshot, place: Path) -> tuple[Project, list[Outcome]]:
    """The project with its data as it was recorded, which is written below `place`; and what is lost of it."""
    folder = path.absolute().parent
    tables = list(_tables(snapshot, folder))
    places = [*tables, *_in_repositories(snapshot, folder)]
    project = _around(project_of(path, snapshot), path, snapshot, places)
    lost = [
        *data_into(path, snapshot, (place / project.notebook).parent, WritableFolder(place, "the project")),
        *changed_outside(path, snapshot),
        *lost_versions(path, snapshot),
    ]
    data = {file.relative_to(place).as_posix(): file for file in place.rglob("*") if file.is_file()}
    code = {name: file for name, file in project.files.items() if name not in project.data}
    near = table_files(table for table in tables if table.is_relative_to(project.root))
    files = {**code, **dict(_kept(snapshot, project)), **{project.below(file): file for file in near}, **data}
    return replace(project, files=files, read_only=frozenset(data)), lost


def _tables(snapshot: Snapshot, folder: Path) -> Iterator[Path]:
    """Files and folders of this machine that hold tables and databases."""
    for name, data in snapshot.context.data.items():
        if data.version:
            yield from (
                place for place in table_places(address_of(name, data.version), folder) if place.exists()
            )


def _kept(snapshot: Snapshot, project: Project) -> Iterator[tuple[str, Path]]:
    """Where it belongs in the project, and each file of the kept versions that their tables have no more."""
    for name, data in snapshot.context.data.items():
        if data.version is None or not is_store(name, data.version, project.folder):
            continue
        address = address_of(name, data.version)
        with suppress(ReproError):  # what is lost is reported elsewhere
            kept = kept_copy(address, data.version, project.folder)
            places = table_places(address, project.folder)
            if kept and places and places[0].is_relative_to(project.root):
                below = {places[0] / file.relative_to(kept): file for file in table_files([kept])}
                yield from ((project.below(place), file) for place, file in below.items())


def _in_repositories(snapshot: Snapshot, folder: Path) -> Iterator[Path]:
    """Where that lies which is asked of git and DVC by its address: the project's own repository has its versions."""
    for name, data in snapshot.context.data.items():
        each = data_name(name, data.version)
        if each.kind == "address" and each.scheme in _REPOSITORIES:
            yield located(parse_address(each.address).rest, folder)


_REPOSITORIES = ("git", "dvc")


def _around(project: Project, path: Path, snapshot: Snapshot, places: list[Path]) -> Project:
    """The project with a root that also holds what lies near it."""
    shared = [Path(os.path.commonpath([project.root, place])) for place in places]
    roots = [each for each in shared if each != Path(each.anchor)]
    return project_of(path, snapshot, top=min(roots, key=lambda root: len(root.parts))) if roots else project
