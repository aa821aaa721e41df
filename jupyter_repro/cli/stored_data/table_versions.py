"""`jupyter repro data keep`, and which versions of tables a vacuum would take."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import click

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.collectors.data_versions import version_words
from jupyter_repro.collectors.recorded_tables import (
    Endangered,
    RecordedTable,
    can_be_cleaned,
    endangered,
    recorded_tables,
)
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.durations import rough_duration
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.kept_data.every_snapshot import every_snapshot, root_of
from jupyter_repro.records.snapshot import DataVersion, Snapshot


def kept(paths: Sequence[str], notebooks: Callable[[Sequence[str]], Iterable[str]], *, release: bool) -> bool:
    """Keep the versions that these paths mean, or release them, and say so; whether all could be done.

    `notebooks` finds the notebooks among them.
    """
    done = [
        _changed(table, version, release) for table in _named(paths, notebooks) for version in table.versions
    ]
    if not done:
        click.echo("no snapshot refers to a version of a Delta or Iceberg table")
    return all(done)


def _changed(table: RecordedTable, version: DataVersion, release: bool) -> bool:
    """Keep a version, or release it, and say so; whether it could be done."""
    act = table.source.release if release else table.source.keep
    words = f"{table.address}, {version_words(version)},"
    try:
        click.echo(f"✓ {words} {act(table.address, version, table.folder)}")
    except ReproError as error:
        click.echo(f"✗ {words} is not {'released' if release else 'kept'}: {error.what}")
        if error.remedy:
            click.echo(f"  → {error.remedy}")
        return False
    return True


def _named(
    paths: Sequence[str], notebooks: Callable[[Sequence[str]], Iterable[str]]
) -> Iterator[RecordedTable]:
    """Tables with the versions that are meant."""
    single = [path for path in paths if "@" in path and parse_address(path).scheme]
    yield from map(_single, single)
    if rest := [path for path in paths if path not in single]:
        yield from recorded_tables(referring(notebooks(rest)))


def _single(text: str) -> RecordedTable:
    address, _, version = text.rpartition("@")
    table = RecordedTable(address, Path.cwd(), (DataVersion(version),), ())
    if not can_be_cleaned(table):
        raise ReproError(
            f"{address} is no table of Delta Lake or Iceberg", "write, for instance: delta:data/orders@3"
        )
    return table


def referring(notebooks: Iterable[str]) -> Iterator[tuple[Path, Snapshot]]:
    """Every snapshot, on any branch, of these notebooks, and of those that are only on other branches."""
    named = {Path(os.path.realpath(each)) for each in notebooks}
    for root in sorted({root_of(each) for each in named}):
        for notebook, snapshot in every_snapshot(root):
            if notebook in named or not notebook.exists():
                yield notebook, snapshot


def vacuum_words(notebooks: Collection[str], age: timedelta) -> Iterator[str]:
    """Which recorded versions a vacuum of what was replaced before that age would take, a line each."""
    found = list(endangered(recorded_tables(referring(notebooks)), age))
    since = f"more than {rough_duration(age)} ago" if age else "at any time"
    yield f"a vacuum of what was replaced {since} " + ("would take" if found else "takes no recorded version")
    for each in found:
        yield from _endangered_words(each)


def _endangered_words(found: Endangered) -> Iterator[str]:
    names = ", ".join(os.path.relpath(each) for each in found.table.notebooks)
    if found.unknown:
        yield f"  {found.table.address} ({names}): what it would take is not known, {found.unknown}"
        return
    for version in found.versions:
        yield f"  {found.table.address}, {version_words(version)} ({names})"
    words = " ".join(shell_word(os.path.relpath(each)) for each in found.table.notebooks)
    them = "it" if len(found.versions) == 1 else f"all {counted(len(found.versions), 'version')}"
    yield f"    → keep {them} with: jupyter repro data keep {words}"
