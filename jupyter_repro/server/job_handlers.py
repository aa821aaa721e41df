"""Handlers of jobs: asked for, looked at, ended, and their report."""

from __future__ import annotations

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async
from tornado import web

from jupyter_repro.reporters.html import HtmlReporter
from jupyter_repro.server.answers import JobKind
from jupyter_repro.server.jobs import Job
from jupyter_repro.server.notebook_handler import NotebookHandler, beside
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts


class AskedJob(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST jobs`."""

    path: str
    kind: JobKind


class _JobHandler(NotebookHandler):
    auth_resource = "kernels"

    def job(self, name: str) -> Job:
        """The job with this id; 404 where there is none."""
        found = self.jobs.get(name)
        if found is None:
            raise web.HTTPError(404, f"there is no job {name}")
        return found


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
        """Ask for one; 202. A hand-over writes a bundle, for which the right to write contents is needed as well."""
        asked = self.body(AskedJob)
        place = await self.place_of(asked.path)
        if asked.kind == "handoff" and not await self._may_write():
            raise web.HTTPError(403)
        self.answer(self.jobs.ask(asked.kind, place.path, place.root).answer(), 202)

    async def _may_write(self) -> bool:
        may = self.authorizer.is_authorized(self, self.current_user, "write", "contents")
        return bool(await ensure_async(may))


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
