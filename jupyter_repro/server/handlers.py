"""The handlers: each asks for a logged-in user and the right to what it does, and reaches nothing above the root."""

from __future__ import annotations

import asyncio
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.utils import ensure_async
from tornado import web

from jupyter_repro.errors import ReproError
from jupyter_repro.reporters.html import HtmlReporter
from jupyter_repro.server.notebook_state import notebook_state
from jupyter_repro.server.verifications import Verification, Verifications
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts


class _Handler(APIHandler):
    auth_resource = "contents"

    @property
    def verifications(self) -> Verifications:
        found: Verifications = self.settings["jupyter_repro_verifications"]
        return found

    async def file_of(self, path: str) -> Path:
        """The notebook's file. 404 for what is not there, or not below the root; 501 for contents that are no files."""
        manager = self.contents_manager
        if not isinstance(manager, FileContentsManager):
            raise web.HTTPError(
                501, "the notebooks of this server are no files, so that they cannot be verified"
            )
        if not path.endswith(".ipynb"):
            raise web.HTTPError(400, f"{path} is not the path of a notebook")
        # raises 404 for a path that leads above the root
        file = Path(manager._get_os_path(path))  # type: ignore[no-untyped-call]
        hidden = not manager.allow_hidden and await ensure_async(manager.is_hidden(path))  # type: ignore[no-untyped-call]
        if hidden or not file.is_file():
            raise web.HTTPError(404, f"there is no notebook {path}")
        return file

    def verification(self, name: str) -> Verification:
        found = self.verifications.get(name)
        if found is None:
            raise web.HTTPError(404, f"there is no verification {name}")
        return found

    def answer(self, told: Any, status: int = 200) -> None:
        self.set_status(status)
        self.finish(json.dumps(told))


class StateHandler(_Handler):
    """`GET state?path=…`: what is recorded of a notebook, and the last verification of it."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The state, as `notebook_state` tells it."""
        path = self.get_query_argument("path").strip("/")
        file = await self.file_of(path)
        try:
            # reading a large notebook must not keep the server from its other pages
            told = await asyncio.get_running_loop().run_in_executor(None, notebook_state, file)
        except ReproError as error:
            raise web.HTTPError(422, error.what) from None
        last = next((each for each in reversed(list(self.verifications)) if each.path == path), None)
        self.answer({"version": version("jupyter-repro"), **told, "verification": last and last.told()})


class VerificationsHandler(_Handler):
    """`GET verifications`: those there are. `POST verifications` with `{"path": …}`: ask for one."""

    auth_resource = "kernels"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """All of them, without their verdicts."""
        self.answer([{**each.told(), "verdict": None} for each in self.verifications])

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Ask for one; 202."""
        asked = self.get_json_body()
        if not isinstance(asked, dict) or not isinstance(asked.get("path"), str):
            raise web.HTTPError(400, 'say which notebook: {"path": "analysis.ipynb"}')
        path = asked["path"].strip("/")
        self.answer(self.verifications.ask(path, await self.file_of(path)).told(), 202)


class VerificationHandler(_Handler):
    """`GET verifications/ID`: it and its verdict. `DELETE verifications/ID`: end it."""

    auth_resource = "kernels"

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """One, with its verdict."""
        self.answer(self.verification(name).told())

    @web.authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """End one."""
        found = self.verification(name)
        await self.verifications.cancel(found)
        self.answer(found.told())


class ReportHandler(_Handler):
    """`GET verifications/ID/report`: its report as a page."""

    auth_resource = "kernels"

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """The HTML report."""
        found = self.verification(name)
        page = await asyncio.get_running_loop().run_in_executor(None, _report, found)
        self.finish(page, set_content_type="text/html; charset=UTF-8")

    @property
    def content_security_policy(self) -> str:
        """The page forbids itself what it does not hold; and it is no page of this server to its scripts."""
        return "sandbox allow-scripts; frame-ancestors 'self'"


def _report(asked: Verification) -> str:
    if asked.verdict is None:
        why = asked.error or f"the verification is {asked.phase}"
        verdicts = Verdicts(notebooks=(), errors=(Unreadable(asked.path, why, asked.remedy),))
    else:
        verdicts = Verdicts(notebooks=(msgspec.convert(asked.verdict, Verdict),))
    return HtmlReporter().report(verdicts, width=100, colour=False)


ADDRESSES: list[tuple[str, type[APIHandler]]] = [
    ("/jupyter-repro/state", StateHandler),
    ("/jupyter-repro/verifications", VerificationsHandler),
    (r"/jupyter-repro/verifications/(\d+)", VerificationHandler),
    (r"/jupyter-repro/verifications/(\d+)/report", ReportHandler),
]
"""Address, below the server's own, and handler."""
