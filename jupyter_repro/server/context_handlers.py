"""Handlers of what is recorded: its state, its drift, and one file brought back."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.errors import ReproError
from jupyter_repro.files.writable_folder import OutsideFolder, WritableFolder
from jupyter_repro.recovery.own_project import own_project
from jupyter_repro.recovery.sources import NotRecorded
from jupyter_repro.restoring.restored_file import AsRecorded, Restored, restore_file
from jupyter_repro.server.answers import DriftAnswer, NewestJobsAnswer, RestoredAnswer
from jupyter_repro.server.notebook_drift import notebook_drift
from jupyter_repro.server.notebook_handler import NotebookHandler, NotebookPlace, beside
from jupyter_repro.server.notebook_state import notebook_state
from jupyter_repro.server.result_files import result_files
from jupyter_repro.server.result_watch import ResultWatch, Stamps, file_stamps
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot


class StateHandler(NotebookHandler):
    """`GET state?path=…`: what is recorded of a notebook, and its newest jobs."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The state, as `notebook_state` tells it."""
        place = await self.place_of(self.get_query_argument("path"))
        jobs: dict[str, Any] = {kind: job.answer() for kind, job in self.jobs.newest(place.path).items()}
        newest = NewestJobsAnswer(**jobs)
        try:
            self.answer(await beside(notebook_state, place.file, version("jupyter-repro"), newest))
        except ReproError as error:
            self.refuse(error, 422)


class DriftHandler(NotebookHandler):
    """`GET drift?path=…`: what of the context is not as it was recorded; from then on its files are watched."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The drift, as `notebook_drift` tells it."""
        place = await self.place_of(self.get_query_argument("path"))
        try:
            drift, stamps = await beside(_watched_drift, place)
        except ReproError as error:
            self.refuse(error, 422)
        else:
            self._watch.watch(place.path, stamps)
            self.answer(drift)

    @property
    def _watch(self) -> ResultWatch:
        watch: ResultWatch = self.settings["jupyter_repro_watch"]
        return watch


def _watched_drift(place: NotebookPlace) -> tuple[DriftAnswer, Stamps]:
    """With the stamps that the files had before they were read."""
    snapshot = load_snapshot(place.file)
    if snapshot is None:
        return DriftAnswer(), {}
    files = {snapshot_path(place.file), *result_files(place.file, snapshot).values()} - {place.file}
    stamps = file_stamps(files)
    return notebook_drift(place.file, place.path, snapshot), stamps


class AskedFile(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST restore`."""

    path: str
    name: str
    """Of the file, as the snapshot has it."""


class RestoreHandler(NotebookHandler):
    """`POST restore` with `{"path": …, "name": …}`: bring one recorded file back."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Where it lies, where it was had from, and where the one that was there is kept."""
        asked = self.body(AskedFile)
        place = await self.place_of(asked.path)
        try:
            self._refuse_hidden(place, asked.name)
            restored = await beside(_restored, place, asked.name)
        except AsRecorded:
            self.answer(RestoredAnswer(_below_root(place, asked.name), ""))
        except (NotRecorded, OutsideFolder) as error:
            self.refuse(error, 404)
        except ReproError as error:
            self.refuse(error, 409)
        else:
            self.answer(_answered(restored, place.root))

    def _refuse_hidden(self, place: NotebookPlace, name: str) -> None:
        """A file that this server does not show, it does not write either."""
        try:
            below = _below_root(place, name)
        except ValueError:  # another drive
            return
        parts = (part for part in Path(below).parts if part != os.pardir)
        if not self.files().allow_hidden and any(part.startswith(".") for part in parts):
            raise NotRecorded(f"{name} is hidden on this server")


def _below_root(place: NotebookPlace, name: str) -> str:
    """Raises ValueError for a file on another drive."""
    return Path(os.path.relpath(located(name, place.file.parent), place.root)).as_posix()


def _restored(place: NotebookPlace, name: str) -> Restored:
    project, server = own_project(place.file.parent), WritableFolder(Path(place.root), "this server's folder")
    is_narrower = project.folder.resolve().is_relative_to(server.folder.resolve())
    return restore_file(place.file, name, replace(project, remedy=_BY_HAND) if is_narrower else server)


_BY_HAND = "bring it back there by hand"


def _answered(restored: Restored, root: Path) -> RestoredAnswer:
    def below(path: Path) -> str:
        return path.relative_to(os.path.realpath(root)).as_posix()

    kept = below(restored.kept) if restored.kept else ""
    return RestoredAnswer(below(restored.path), restored.source, kept)
