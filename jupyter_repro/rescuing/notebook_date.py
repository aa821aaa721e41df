"""When a notebook's stored outputs were made: as its history or the notebook itself says.

Times of files are no evidence: a download or a checkout sets them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.git.file_commits import former_contents
from jupyter_repro.notebooks.notebook_files import code_cells, decode_notebook

_EARLIEST = date(2011, 1, 1)
"""There were no notebooks before."""
_MOST_COMMITS = 200
"""That are looked through for the one that brought the outputs."""


class NotebookDate(NamedTuple):
    """A day, and how it is known."""

    day: date
    source: str


def date_of(path: Path, notebook: NotebookNode, asof: str = "") -> NotebookDate:
    """The day that was asked for, else the earlier of what git and the notebook's metadata say.

    What was run on a day may have been committed long after it, never before. Raises ReproError where nothing is said.
    """
    if asof:
        return NotebookDate(parsed(asof), "as asked for")
    found = [*committed(path, notebook), *stamped(notebook)]
    if not found:
        raise ReproError(
            f"nothing says when {path} was run: git does not, and neither does its metadata", _ASK
        )
    return min(found)


def parsed(text: str) -> date:
    """A day written as 2019-10-31, or the beginning of a longer time stamp; raises ReproError."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ReproError(f"{text!r} is no date", "write it as in --asof 2019-10-31") from None


def committed(path: Path, notebook: NotebookNode) -> Iterator[NotebookDate]:
    """The day of the commit that brought the outputs; none for outputs that are not committed as they are."""
    try:
        yield from _brought_by(path, outputs_of(notebook))
    except (ReproError, OSError):
        return


def _brought_by(path: Path, outputs: list[Any]) -> Iterator[NotebookDate]:
    found = None
    for former in former_contents(path.resolve(), _MOST_COMMITS):
        if _outputs_in(former.content, path) != outputs:
            break
        found = NotebookDate(former.moment.date(), f"commit {former.commit[:9]} brought its outputs")
    if found:
        yield found


def _outputs_in(content: bytes, path: Path) -> list[Any] | None:
    try:
        return outputs_of(decode_notebook(content.decode("utf-8", "replace"), path))
    except UnreadableInput:
        return None


def outputs_of(notebook: NotebookNode) -> list[Any]:
    """All stored outputs, in document order."""
    return [cell.get("outputs", []) for _, cell in code_cells(notebook)]


def stamped(notebook: NotebookNode) -> Iterator[NotebookDate]:
    """The latest time that the metadata gives for a run, if there is any."""
    found = [stamp for stamp in _stamps(notebook) if stamp.day >= _EARLIEST]
    if found:
        yield max(found)


def _stamps(notebook: NotebookNode) -> Iterator[NotebookDate]:
    yield from _as_dates("papermill", _value(notebook.metadata, "papermill", "end_time"))
    for cell in notebook.cells:
        timed = _value(cell.metadata, "execution")
        values = timed.values() if isinstance(timed, dict) else ()
        for value in values:
            yield from _as_dates("JupyterLab", value)
        yield from _as_dates("papermill", _value(cell.metadata, "papermill", "end_time"))
        yield from _as_dates("ExecuteTime", _value(cell.metadata, "ExecuteTime", "end_time"))
        yield from _as_dates("Colab", _value(cell.metadata, "executionInfo", "timestamp"))
        yield from _as_dates("Databricks", _value(cell.metadata, _DATABRICKS, "finishTime"))


_DATABRICKS = "application/vnd.databricks.v1+cell"


def _value(metadata: Any, *names: str) -> Any:
    for name in names:
        metadata = metadata.get(name) if isinstance(metadata, dict) else None
    return metadata


def _as_dates(who: str, value: Any) -> Iterator[NotebookDate]:
    """A time stamp as text, or in milliseconds."""
    source = f"{who} noted when it ran"
    try:
        if isinstance(value, str):
            yield NotebookDate(date.fromisoformat(value[:10]), source)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield NotebookDate(_day(value / 1000), source)
    except (ValueError, OverflowError, OSError):
        return


def _day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


_ASK = "say it with: --asof DATE, for instance --asof 2019-10-31"
