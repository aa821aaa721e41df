"""The log of a notebook as one table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.records.snapshot_log import LogEntry, SnapshotLog
from jupyter_repro.records.verifications import AS_RECORDED, Verification
from jupyter_repro.reporters.plain_console import plain_console

_SHORT = 10
MOST_METRICS = 4


def log_text(log: SnapshotLog, *, width: int = 100, colour: bool = False) -> str:
    """A row a snapshot, the newest first, then one for each verification; columns that are empty are left out."""
    console = plain_console(width, colour=colour)
    console.print(_table([_cells(entry) for entry in log.entries]))
    if verifications := [_verification(entry, each) for entry in log.entries for each in entry.verifications]:
        console.print()
        console.print(_table(verifications))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join([*(line.rstrip() for line in text.splitlines()), *map(visible, log.notes)])


def _table(rows: Sequence[dict[str, str]]) -> Table:
    table = Table(box=None, pad_edge=False)
    names = [name for name in (rows[0] if rows else ()) if any(row[name] for row in rows)]
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(row[name])) for name in names))
    return table


def _verified(entry: LogEntry) -> str:
    return f"{entry.verified} ({entry.verified_in})" if entry.verified_in else entry.verified or "no"


def _verification(entry: LogEntry, each: Verification) -> dict[str, str]:
    return {
        "run": entry.run[:_SHORT],
        "verified": each.when,
        "status": each.status,
        "what": "" if each.circumstances == AS_RECORDED else each.circumstances,
        "by": each.by,
        "on": each.job or each.on,
        "with": each.version,
    }


def _cells(entry: LogEntry) -> dict[str, str]:
    return {
        "when": entry.when,
        "commit": entry.commit[:_SHORT] or ("" if entry.run else "not committed"),
        "author": entry.author,
        "seed": "" if entry.seed is None else str(entry.seed),
        "verified": _verified(entry),
        "run": entry.run[:_SHORT],
        "metrics": ", ".join(_metrics(entry)),
        "what changed": entry.changes,
    }


def _metrics(entry: LogEntry) -> Iterator[str]:
    metrics = list(entry.metrics.items())
    yield from (f"{name} {value:.6g}" for name, value in metrics[:MOST_METRICS])
    if len(metrics) > MOST_METRICS:
        yield f"and {len(metrics) - MOST_METRICS} more"
