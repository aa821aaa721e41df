"""What was recorded of a notebook follows when its page renames it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from jupyter_server.services.contents.filemanager import FileContentsManager

from jupyter_repro.errors import ReproError
from jupyter_repro.handing_over.renamed_notebook import follow_rename
from jupyter_repro.server.jupyter_server_parts import file_of

_CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"


def listen_to_renames(events: Any, contents: Any, log: logging.Logger) -> None:
    """Follow each renaming of a notebook that lies in a file; what cannot be followed is logged and left."""
    if not isinstance(contents, FileContentsManager):
        return

    async def heard(logger: Any, schema_id: str, data: Mapping[str, Any]) -> None:  # noqa: ARG001  called by name
        if data["action"] == "rename" and data["path"].endswith(".ipynb"):
            _follow(contents, data["source_path"], data["path"], log)

    events.add_listener(schema_id=_CONTENTS, listener=heard)


def _follow(contents: FileContentsManager, before: str, after: str, log: logging.Logger) -> None:
    old, new = (file_of(contents, path) for path in (before, after))
    try:
        follow_rename(old, new)
    except ReproError as error:
        log.warning("the snapshot of %s was not renamed with it: %s", before, error.what)
