"""What the server says to every page that listens: how far a job is, and which files are others. No outputs."""

from __future__ import annotations

from typing import Any

SCHEMA_ID = "https://schema.jupyter-repro.org/job/v1"
SCHEMA: dict[str, Any] = {
    "$id": SCHEMA_ID,
    "version": "1",
    "title": "A verification, a proof, a hand-over or a snapshot of a notebook",
    "personal-data": False,
    "type": "object",
    "required": ["id", "kind", "path", "phase", "cell", "cells"],
    "properties": {
        "id": {"type": "string", "title": "The job"},
        "kind": {"enum": ["verify", "why", "handoff", "snapshot"], "title": "What it does"},
        "path": {"type": "string", "title": "The notebook, relative to the server's root"},
        "phase": {"enum": ["queued", "running", "done", "cancelled", "failed"], "title": "How far it is"},
        "cell": {"type": "integer", "title": "Cells that were run"},
        "cells": {"type": "integer", "title": "Cells that there are"},
        "doing": {"type": "string", "title": "The experiment that is made now, in words"},
        "status": {"type": "string", "title": "The verdict's status, when it is done"},
    },
}

FILES_SCHEMA_ID = "https://schema.jupyter-repro.org/files/v1"
_FILES_SCHEMA: dict[str, Any] = {
    "$id": FILES_SCHEMA_ID,
    "version": "1",
    "title": "Something that a recorded notebook depends on is another on the disk",
    "personal-data": False,
    "type": "object",
    "required": ["path"],
    "properties": {"path": {"type": "string", "title": "The notebook, relative to the server's root"}},
}


def register_events(logger: Any) -> None:
    """Make the events known to the server's logger."""
    for schema in (SCHEMA, _FILES_SCHEMA):
        logger.register_event_schema(schema)
