"""What all handlers share: they ask for a logged-in user, and reach nothing above the root."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.utils import ensure_async
from tornado import web

from jupyter_repro.errors import ReproError
from jupyter_repro.server.jobs import Jobs
from jupyter_repro.server.jupyter_server_parts import file_of

MOST_BODY = 1 << 16
"""Bytes of a request's body that names a notebook, and that is all."""

Answer = TypeVar("Answer")
Body = TypeVar("Body")


@dataclass(frozen=True)
class NotebookPlace:
    """A notebook of this server, or a folder of notebooks."""

    path: str
    """Relative to the root, as pages name it."""
    root: Path

    @property
    def file(self) -> Path:
        """Its file."""
        return self.root / self.path


class NotebookHandler(APIHandler):
    """Base of our handlers. Each method says for itself that it wants a user, and which right."""

    auth_resource = "contents"

    @property
    def jobs(self) -> Jobs:
        """The queue of this server."""
        found: Jobs = self.settings["jupyter_repro_jobs"]
        return found

    async def place_of(self, path: str) -> NotebookPlace:
        """The notebook at a path.

        400 for what is no notebook's path, 404 for what is not there, is hidden or not below the root, 501 for contents
        that are no files.
        """
        if not path.endswith(".ipynb"):
            raise web.HTTPError(400, "that is not the path of a notebook")
        place = self._place(path)
        if await self.is_hidden(place.path) or not place.file.is_file():
            raise web.HTTPError(404, "there is no such notebook")
        return place

    async def folder_of(self, path: str) -> NotebookPlace:
        """The folder at a path; 404 for what is not there, is hidden or not below the root, 501 as for a notebook."""
        place = self._place(path)
        if await self.is_hidden(place.path) or not place.file.is_dir():
            raise web.HTTPError(404, "there is no such folder")
        return place

    def _place(self, path: str) -> NotebookPlace:
        """Raises HTTPError 404 for a path that leads above the root."""
        manager = self.files()
        file = Path(os.path.abspath(file_of(manager, path.strip("/"))))  # noqa: PTH100
        root = Path(os.path.abspath(manager.root_dir))  # noqa: PTH100
        return NotebookPlace("" if file == root else file.relative_to(root).as_posix(), root)

    def files(self) -> FileContentsManager:
        """The contents of this server; 501 where they are no files."""
        manager = self.contents_manager
        if not isinstance(manager, FileContentsManager):
            raise web.HTTPError(501, "the notebooks of this server are no files, and cannot be run beside it")
        return manager

    async def is_hidden(self, path: str) -> bool:
        """Whether a path is one that this server does not show."""
        manager = self.files()
        return not manager.allow_hidden and bool(await ensure_async(manager.is_hidden(path)))  # type: ignore[no-untyped-call]

    def body(self, form: type[Body], most: int = MOST_BODY) -> Body:
        """The request's body; 413 for one that is too long, 400 for one that is not exactly of this form."""
        if len(self.request.body) > most:
            raise web.HTTPError(413, "that is more than a request can be")
        try:
            return msgspec.json.decode(self.request.body, type=form)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise web.HTTPError(400, f"that is no such request: {error}") from None

    def answer(self, content: Any, status: int = 200) -> None:
        """Finish with this as JSON."""
        self.set_status(status)
        self.finish(msgspec.json.encode(content))

    def refuse(self, error: ReproError, status: int) -> None:
        """Finish with what went wrong, in the form in which the server tells its own errors, and what to do.

        Files are named as the server's pages name them.
        """
        what, remedy = map(self.as_pages_name, (error.what, error.remedy))
        self.answer({"message": what, "reason": None, "remedy": remedy}, status)

    def as_pages_name(self, text: str) -> str:
        """The text with files named relative to the root."""
        root = os.path.join(os.path.abspath(self.files().root_dir), "")  # noqa: PTH100, PTH118
        return text.replace(root, "")


async def beside(act: Callable[..., Answer], *arguments: Any) -> Answer:
    """What `act` answers; meanwhile the server serves its other pages."""
    return await asyncio.get_running_loop().run_in_executor(None, act, *arguments)
