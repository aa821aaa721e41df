"""Handlers of many notebooks: those of one folder, and all below one."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_repro.server.answers import NotebookAnswer, NotebooksAnswer, ProgressAnswer
from jupyter_repro.server.jobs import Job
from jupyter_repro.server.notebook_handler import NotebookHandler, NotebookPlace, beside
from jupyter_repro.server.overview.looks import Looks
from jupyter_repro.server.overview.notebook_search import FoundNotebooks, notebooks_below, notebooks_in
from jupyter_repro.server.overview.standings import standings


class _OverviewHandler(NotebookHandler):
    async def answer_of(self, place: NotebookPlace, search: Callable[[Path], FoundNotebooks]) -> None:
        """Finish with where the notebooks stand that are found at a place."""
        found = await beside(search, place.file)
        looks: Looks = self.settings["jupyter_repro_looks"]
        verdicts = dict(self.jobs.last_verdicts)
        known = await beside(standings, found.files, place.root, looks, verdicts)
        active = self.jobs.active()
        rows = tuple(self._with_job(each, active.get(each.path)) for each in known)
        self.answer(NotebooksAnswer(version("jupyter-repro"), rows, found.is_whole))

    def _with_job(self, row: NotebookAnswer, job: Job | None) -> NotebookAnswer:
        """With the job that waits or runs, and without a report that is forgotten."""
        progress = ProgressAnswer(**job.progress()) if job else None
        report = row.report if self.jobs.get(row.report) else ""
        why = self.as_pages_name(row.why)
        return msgspec.structs.replace(row, job=progress, report=report, why=why)


class FolderHandler(_OverviewHandler):
    """`GET folder?path=…`: where the notebooks of a folder stand."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Those that lie in the folder itself."""
        await self.answer_of(await self.folder_of(self.get_query_argument("path", "")), notebooks_in)


class NotebooksHandler(_OverviewHandler):
    """`GET notebooks?path=…`: where all notebooks below a folder stand, or the one notebook of that path."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """All below the root where no path is given."""
        path = self.get_query_argument("path", "")
        if path.endswith(".ipynb"):
            await self.answer_of(await self.place_of(path), _alone)
        else:
            await self.answer_of(await self.folder_of(path), notebooks_below)


def _alone(notebook: Path) -> FoundNotebooks:
    return FoundNotebooks((notebook,), is_whole=True)
