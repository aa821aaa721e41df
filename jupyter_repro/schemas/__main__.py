"""`python -m jupyter_repro.schemas`: write the schemas into the package and into docs/."""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.records.differences import difference_schema
from jupyter_repro.records.session_answer import SessionStateAnswer
from jupyter_repro.schemas.typescript import interfaces
from jupyter_repro.server.answers import (
    DriftAnswer,
    JobAnswer,
    NotebooksAnswer,
    ProgressAnswer,
    RestoredAnswer,
    ShownAnswer,
    StateAnswer,
)
from jupyter_repro.snapshots.snapshot_file import snapshot_schema
from jupyter_repro.verdicts import verdict_schema

SCHEMAS = {
    "difference-1.json": difference_schema,
    "snapshot-1.json": snapshot_schema,
    "verdict-1.json": verdict_schema,
}
ANSWERS: tuple[type[msgspec.Struct], ...] = (
    JobAnswer,
    ProgressAnswer,
    StateAnswer,
    DriftAnswer,
    ShownAnswer,
    RestoredAnswer,
    NotebooksAnswer,
    SessionStateAnswer,
)
"""What the front end is answered."""
PACKAGE = Path(__file__).parent
FRONT_END = PACKAGE.parents[1] / "labextension" / "src" / "answers.ts"
DOCS = PACKAGE.parents[1] / "docs" / "schemas"


def encoded(schema: dict[str, Any]) -> str:
    """The text of a schema's file, the same by every version of Python."""
    return json.dumps(_dedented(schema), indent=2, sort_keys=True) + "\n"


def _dedented(value: Any) -> Any:
    """Descriptions come from docstrings, which Python 3.13 dedents and its predecessors do not."""
    if isinstance(value, dict):
        return {key: _dedented(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_dedented(each) for each in value]
    return cleandoc(value) if isinstance(value, str) else value


def write() -> None:
    """Write each schema to both places, and the front end's types."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, schema in SCHEMAS.items():
        for folder in (PACKAGE, DOCS):
            (folder / name).write_text(encoded(schema()), encoding="utf-8")
    FRONT_END.write_text(interfaces(ANSWERS), encoding="utf-8")


if __name__ == "__main__":
    write()
