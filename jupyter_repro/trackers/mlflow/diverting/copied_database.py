"""A copy of MLflow's SQLite database, as it was before the recorded run."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

_VERSIONS = "DELETE FROM model_versions WHERE run_id = ?"
_RUN = "DELETE FROM runs WHERE run_uuid = ?"
_NOTES = (
    "DELETE FROM model_version_tags WHERE (name, version) IN"
    " (SELECT name, version FROM model_versions WHERE run_id = ?)",
    "DELETE FROM registered_model_aliases WHERE (name, version) IN"
    " (SELECT name, version FROM model_versions WHERE run_id = ?)",
)
_WITHOUT_VERSION = "SELECT name FROM registered_models WHERE name NOT IN (SELECT name FROM model_versions)"
_MODELS = (
    "DELETE FROM registered_model_tags WHERE name = ?",
    "DELETE FROM registered_model_aliases WHERE name = ?",
    "DELETE FROM registered_models WHERE name = ?",
)


def copied_database(path: Path, into: Path, without: Collection[str]) -> None:
    """Copy a database, also while others write to it, and nothing where there is none.

    `without` are ids of runs: they and what they registered are left out, so that the notebook finds what it found.
    """
    if not path.is_file():
        return
    with (
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as kept,
        contextlib.closing(sqlite3.connect(into)) as copy,
    ):
        kept.backup(copy)
        with contextlib.suppress(sqlite3.OperationalError), copy:  # tables of another version of MLflow
            _leave_out(copy, without)


def _leave_out(database: sqlite3.Connection, runs: Collection[str]) -> None:
    before = {name for (name,) in database.execute(_WITHOUT_VERSION)}
    for run in runs:
        for statement in (*_NOTES, _VERSIONS, *_parts_of_runs(database), _RUN):
            database.execute(statement, (run,))
    for (name,) in database.execute(_WITHOUT_VERSION).fetchall():
        if name not in before:
            for statement in _MODELS:
                database.execute(statement, (name,))


def _parts_of_runs(database: sqlite3.Connection) -> list[str]:
    """Statements that delete what belongs to a run: the tables differ between versions of MLflow."""
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {table: {row[1] for row in database.execute(f"PRAGMA table_info({table})")} for table in tables}
    return [
        f"DELETE FROM {table} WHERE run_uuid = ?"  # noqa: S608  a name from the database itself
        for table in tables
        if "run_uuid" in columns[table] and table != "runs"
    ]
