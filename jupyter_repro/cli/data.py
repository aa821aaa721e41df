"""`jupyter repro data`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jupyter_repro.cli.arguments.length_of_time import length_of_time
from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument
from jupyter_repro.cli.listing.lazy import SuggestingGroup
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.stored_data.status_json import status_json
from jupyter_repro.cli.stored_data.table_versions import kept, vacuum_words
from jupyter_repro.collectors.data_versions import is_copied, why_gone_here
from jupyter_repro.data_sources.fetched_versions import forget_fetched
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.own_packages.own_wheels import FOLDER as WHEELS
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.exit_statuses import DIFFERS, WELL
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.kept_data.collecting import collect
from jupyter_repro.kept_data.every_snapshot import root_of
from jupyter_repro.kept_data.inventory import stored_objects, usage
from jupyter_repro.kept_data.references import Reference, answers, references
from jupyter_repro.kept_data.referrers import referrers
from jupyter_repro.kept_data.status_words import (
    collected_words,
    copied_words,
    unkept_words,
    usage_words,
    whereabouts_words,
)
from jupyter_repro.kept_data.whereabouts import Whereabouts, whereabouts
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import named_remote
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.trust.trusted_projects import remote_for, trusted_remote

if TYPE_CHECKING:
    from jupyter_repro.kept_data.remotes import Remote


paths_argument = notebooks_argument(required=False)


@click.group(cls=SuggestingGroup)
def data() -> None:
    """Keep, copy and clean up the data that snapshots refer to."""


@data.command()
@paths_argument
@click.option(
    "--vacuum",
    callback=length_of_time,
    metavar="TIME",
    help="Say which recorded versions of tables a vacuum of what is older, as 7d, would take.",
)
@format_option(("text", "json"))
def status(paths: tuple[str, ...], vacuum: timedelta | None, chosen: str | None) -> None:
    """Show what is kept, and where each input can be fetched from.

    PATHS are notebooks, folders or globs; without them, every notebook whose data is kept here. With --vacuum,
    every notebook below this folder, and which versions of Delta and Iceberg tables, that a snapshot on any branch
    refers to, could not be read any more after a vacuum or expire_snapshots; nothing is deleted.
    """
    if vacuum is not None:
        _say(vacuum_words(_notebooks(paths or (".",)), vacuum))
        return
    named = _notebooks(paths) if paths else _known()
    found = {notebook: _whereabouts(notebook, snapshot) for notebook, snapshot in _recorded(named)}
    used, unreferred = usage(stored_objects()), collect(timedelta(0), dry_run=True).size
    if chosen == "json":
        click.echo(status_json(used, unreferred, found))
        return
    _say(usage_words(used, unreferred))
    for notebook, inputs in found.items():
        click.echo(str(notebook))
        _say(whereabouts_words(inputs))


def _whereabouts(notebook: Path, snapshot: Snapshot) -> list[Whereabouts]:
    folder = notebook.absolute().parent
    remote = _remote(notebook) if remote_for(folder) else None
    return whereabouts(snapshot.context, folder, remote, why_gone=why_gone_here, is_copied=is_copied)


@data.command()
@notebooks_argument()
@click.option("--release", is_flag=True, help="Keep them no longer than their tables do.")
def keep(paths: tuple[str, ...], release: bool) -> None:
    """Keep versions of Delta and Iceberg tables beyond a vacuum.

    And beyond expire_snapshots.

    PATHS are notebooks, folders or globs, for every version that a snapshot of them on any branch refers to, or
    single versions: delta:data/orders@3. Of Delta Lake the files get second names in the cache, which take no room
    until they are deleted from the table; an Iceberg snapshot gets a tag.

    Exit status: 1 where something could not be kept.
    """
    sys.exit(WELL if kept(paths, _notebooks, release=release) else DIFFERS)


@data.command()
@click.option(
    "--age",
    callback=length_of_time,
    default="30d",
    show_default=True,
    metavar="TIME",
    help="Only what was not kept again, or not written to the remote, since.",
)
@click.option("--dry-run", is_flag=True, help="Remove nothing, and say what would be.")
@click.option(
    "--remote", is_flag=True, help="From the remote of this folder's project; nothing without --yes."
)
@click.option("--yes", is_flag=True, help="With --remote: remove it.")
@click.option(
    "--keep-days",
    type=click.IntRange(0),
    metavar="N",
    help="With --remote: of earlier commits, only those of N days count.",
)
@click.option(
    "--keep-tag",
    multiple=True,
    default=("*",),
    metavar="PATTERN",
    help="With --remote: only tags of such a name count; may be given several times.",
)
def gc(
    age: timedelta, dry_run: bool, remote: bool, yes: bool, keep_days: int | None, keep_tag: tuple[str, ...]
) -> None:
    """Remove what no snapshot refers to.

    That is none that lies beside its notebook, and none on any branch.

    With --remote it is removed from the remote, of which all branches and tags of this folder's repository say
    what stays, and the latest 1,000 commits that changed a snapshot, or with --keep-days those of so many days.
    Fetch before, for what others have pushed since is not known here.
    """
    if remote:
        from jupyter_repro.cli.stored_data.remote_copies import clean_remote

        here = Path.cwd()
        is_dry = dry_run or not yes
        _say(
            clean_remote(
                here, _remote_of(here, "the project of this folder"), age, keep_days, keep_tag, is_dry=is_dry
            )
        )
        return
    _say(collected_words(collect(age, dry_run=dry_run), dry_run=dry_run))
    if size := forget_fetched(age, dry_run=dry_run):
        click.echo(
            f"versions that were fetched for notebooks: {human_size(size)} {'would be ' * dry_run}removed"
        )


@data.command()
@paths_argument
@click.option(
    "--all", "every", is_flag=True, help="Every version that a snapshot on any branch or tag refers to."
)
def push(paths: tuple[str, ...], every: bool) -> None:
    """Copy to the remote what is kept for notebooks.

    PATHS are notebooks, folders or globs, by default all below this folder. With --all it is what any snapshot of
    their repositories refers to: on a branch, on a tag, and in the latest 1,000 commits that changed one.
    """
    from jupyter_repro.cli.stored_data.remote_copies import push_all
    from jupyter_repro.kept_data import transfer
    from jupyter_repro.kept_data.remote_collecting import note_project

    found = list(_recorded(_notebooks(paths or (".",))))
    if every:
        _say(push_all({root_of(notebook): notebook for notebook, _ in found}, _remote))
        return
    for notebook, snapshot in found:
        remote = _remote(notebook)
        copied = transfer.push(_kept(notebook, snapshot), remote)
        _say(copied_words(str(notebook), copied, "sent", remote.address))
        _say(unkept_words(whereabouts(snapshot.context, notebook.absolute().parent)))
        note_project(root_of(notebook), remote)


@data.command()
@paths_argument
@click.option("--rev", metavar="REVISION", help="What their snapshots refer to in this revision of git.")
def pull(paths: tuple[str, ...], rev: str | None) -> None:
    """Copy from the remote what notebooks refer to.

    PATHS are notebooks, folders or globs, by default all below this folder.

    Exit status: 1 where something is neither there, nor kept, nor in git, nor where it was read.
    """
    from jupyter_repro.cli.stored_data.remote_copies import kept_at
    from jupyter_repro.kept_data import transfer

    is_lost = False
    for notebook, snapshot in _at_revision(paths, rev) if rev else _recorded(_notebooks(paths or (".",))):
        remote = _remote(notebook)
        wanted = kept_at(notebook, snapshot, rev) if rev else _kept(notebook, snapshot)
        copied = transfer.pull(wanted, remote, snapshot_path(notebook))
        _say(copied_words(str(notebook), copied, "received", remote.address))
        lost = [each for each in whereabouts(snapshot.context, notebook.absolute().parent) if each.lost]
        _say(whereabouts_words(lost))
        is_lost = is_lost or bool(lost)
    sys.exit(DIFFERS if is_lost else WELL)


def _at_revision(paths: Sequence[str], rev: str) -> Iterator[tuple[Path, Snapshot]]:
    """The notebooks with the snapshots that a revision has; those that it does not have are passed over.

    A notebook that is named may be there no more.
    """
    from jupyter_repro.cli.stored_data.remote_copies import snapshot_at
    from jupyter_repro.git.revisions import NotInRevision

    named = [path for path in paths if path.endswith(".ipynb") and not has_magic(path)]
    rest = [path for path in paths if path not in named] or ([] if named else ["."])
    yield from ((Path(each), snapshot_at(Path(each), rev)) for each in named)
    for each in map(Path, _notebooks(rest) if rest else ()):
        with suppress(NotInRevision):
            yield each, snapshot_at(each, rev)


def _kept(notebook: Path, snapshot: Snapshot) -> list[Reference]:
    lock = find_lock(notebook)
    wheels = (Reference(f"{WHEELS}/{each.file}", each.digest) for each in lock.wheels) if lock else ()
    return [*references(snapshot.context.data), *answers(snapshot.context.data), *wheels]


def _remote(notebook: Path) -> Remote:
    return _remote_of(notebook.absolute().parent, f"the project of {notebook}")


def _remote_of(folder: Path, project: str) -> Remote:
    address = trusted_remote(named_remote(folder), folder)
    if not address:
        raise ReproError(
            f"{project} has no remote",
            "set it in [tool.jupyter-repro.data] of pyproject.toml",
        )
    from jupyter_repro.kept_data.remotes import remote_at

    return remote_at(address)


def _notebooks(paths: Sequence[str]) -> list[str]:
    """The notebooks that are meant by these names, folders and patterns; raises UnreadableInput."""
    from jupyter_repro.verifying.batch import notebooks

    for path in paths:
        if not (
            Path(path).is_dir()
            or snapshot_path(path).exists()
            or (has_magic(path) and not Path(path).exists())
        ):
            raise _without_snapshot(path)
    return notebooks(paths)


def _without_snapshot(notebook: str) -> UnreadableInput:
    if not Path(notebook).exists():
        return UnreadableInput(notebook, "there is no such file", "name a notebook, a folder or a pattern")
    return UnreadableInput(
        notebook, "it has no snapshot", f"record one with: jupyter repro snapshot {shell_word(notebook)}"
    )


def _recorded(found: Iterable[str]) -> Iterator[tuple[Path, Snapshot]]:
    for path in found:
        if snapshot := load_snapshot(path):
            yield Path(path), snapshot


def _known() -> Iterator[str]:
    """Notebooks that are there and whose snapshots refer to what is kept, as seen from here."""
    for each in referrers():
        notebook = each.snapshot.removesuffix(".repro.json") + ".ipynb"
        if Path(notebook).exists():
            below = Path(notebook).is_relative_to(Path.cwd())
            yield os.path.relpath(notebook) if below else notebook


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
