"""Handler of what a page shows: its outputs are held against those that were recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.server.answers import ShownAnswer
from jupyter_repro.server.notebook_handler import NotebookHandler, beside
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verifying.shown_outputs import Shown, compared_with_recorded

MOST_SHOWN = 1 << 24
"""Bytes of outputs in one request; what is larger a page saves, and the file is read."""


class ShownCells(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST outputs`."""

    path: str
    cells: dict[str, list[Any] | None]
    """Id of a recorded cell to the outputs that the page shows of it; null for those of the saved file."""


class OutputsHandler(NotebookHandler):
    """`POST outputs` with `{"path": …, "cells": {id: outputs}}`: which of them are not what was recorded."""

    @web.authenticated
    @authorized(action="read")  # type: ignore[untyped-decorator]
    async def post(self) -> None:
        """The differences of each cell, as `compared_with_recorded` finds them."""
        shown = self.body(ShownCells, most=MOST_SHOWN)
        place = await self.place_of(shown.path)
        try:
            self.answer(await beside(shown_answer, place.file, shown.cells))
        except ReproError as error:
            self.refuse(error, 422)


def shown_answer(file: Path, shown: Shown) -> ShownAnswer:
    """What differs of the shown outputs; raises UnreadableInput for a notebook or snapshot that cannot be read."""
    snapshot = load_snapshot(file)
    if snapshot is None:
        return ShownAnswer()
    notebook = upgraded(read_notebook(file))
    return ShownAnswer(snapshot.recorded, compared_with_recorded(notebook, file, snapshot, shown))
