"""Handlers of jobs: asked for, looked at, ended, and their report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async
from tornado import web

from jupyter_repro.reporters.html import HtmlReporter
from jupyter_repro.server.answers import JobKind
from jupyter_repro.server.jobs import Job
from jupyter_repro.server.notebook_handler import NotebookHandler, NotebookPlace, beside
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts

MOST_NAMES = 1 << 20
"""Bytes of a request that names many notebooks or jobs."""
_WRITING = frozenset({"handoff", "snapshot"})


class AskedJob(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST jobs`."""

    path: str
    kind: JobKind


class AskedJobs(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST jobs/many`."""

    paths: list[str]
    kind: Literal["verify", "snapshot"]


class NamedJobs(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST jobs/end`."""

    ids: list[str]


class _JobHandler(NotebookHandler):
    auth_resource = "kernels"

    def job(self, name: str) -> Job:
        """The job with this id; 404 where there is none."""
        found = self.jobs.get(name)
        if found is None:
            raise web.HTTPError(404, f"there is no job {name}")
        return found

    async def check(self, kind: JobKind, places: Sequence[NotebookPlace]) -> None:
        """A bundle and a snapshot are written: 403 without the right to write contents.

        409 for a snapshot of a notebook that is open: what its page shows would be another than its file.
        """
        if kind not in _WRITING:
            return
        may = self.authorizer.is_authorized(self, self.current_user, "write", "contents")
        if not await ensure_async(may):
            raise web.HTTPError(403)
        if kind == "snapshot":
            await self._check_closed(places)

    async def _check_closed(self, places: Sequence[NotebookPlace]) -> None:
        listed: Any = self.session_manager.list_sessions()  # type: ignore[no-untyped-call]
        opened = {session["path"] for session in await ensure_async(listed)}
        if path := next((place.path for place in places if place.path in opened), ""):
            raise web.HTTPError(409, f"{path} is open: record it in its page, or shut its kernel down")


class JobsHandler(_JobHandler):
    """`GET jobs`: those there are. `POST jobs` with `{"path": …, "kind": …}`: ask for one."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """All of them, without their verdicts."""
        self.answer([{**job.answer(), "verdict": None} for job in self.jobs])

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Ask for one; 202."""
        asked = self.body(AskedJob)
        place = await self.place_of(asked.path)
        await self.check(asked.kind, [place])
        self.answer(self.jobs.ask(asked.kind, place.path, place.root).answer(), 202)


class ManyJobsHandler(_JobHandler):
    """`POST jobs/many` with `{"paths": […], "kind": …}`: ask for one job of each notebook."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Verify what may have changed, or record all; 202, or none is begun.

        Of what waits or runs already, that one.
        """
        asked = self.body(AskedJobs, most=MOST_NAMES)
        places = [await self.place_of(path) for path in asked.paths]
        await self.check(asked.kind, places)
        only_changed = asked.kind == "verify"
        jobs = [
            self.jobs.ask(asked.kind, place.path, place.root, only_changed=only_changed) for place in places
        ]
        self.answer([job.progress() for job in jobs], 202)


class EndedJobsHandler(_JobHandler):
    """`POST jobs/end` with `{"ids": […]}`: end several."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """End those that wait or run; what has ended, or is forgotten, stays as it is."""
        asked = self.body(NamedJobs, most=MOST_NAMES)
        found = [job for name in asked.ids if (job := self.jobs.get(name))]
        await self.jobs.cancel_all(found)
        self.answer([job.progress() for job in found])


class JobHandler(_JobHandler):
    """`GET jobs/ID`: it and its verdict. `DELETE jobs/ID`: end it."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """One, with its verdict."""
        self.answer(self.job(name).answer())

    @web.authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """End one."""
        found = self.job(name)
        await self.jobs.cancel(found)
        self.answer(found.answer())


class ReportHandler(_JobHandler):
    """`GET jobs/ID/report`: its report as a page."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """The HTML report."""
        page = await beside(_report, self.job(name))
        self.finish(page, set_content_type="text/html; charset=UTF-8")

    @property
    def content_security_policy(self) -> str:
        """The page forbids itself what it does not hold; and it is no page of this server to its scripts."""
        return "sandbox allow-scripts; frame-ancestors 'self'"


def _report(job: Job) -> str:
    if job.verdict is None:
        why = job.error or f"the job is {job.phase}"
        verdicts = Verdicts(notebooks=(), errors=(Unreadable(job.path, why, job.remedy),))
    else:
        verdicts = Verdicts(notebooks=(msgspec.convert(job.verdict, Verdict),))
    return HtmlReporter().report(verdicts, width=100, colour=False)
