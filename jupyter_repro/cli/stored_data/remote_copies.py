"""`jupyter repro data push --all`, `pull --rev` and `gc --remote`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from jupyter_repro.digest import digits_of
from jupyter_repro.environments.lock_file import SUFFIXES, lock_path
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.git.every_version import Looked
from jupyter_repro.git.revisions import NotInRevision, content_at
from jupyter_repro.kept_data import transfer
from jupyter_repro.kept_data.every_snapshot import every_reference, root_of
from jupyter_repro.kept_data.references import Reference, answers, references
from jupyter_repro.kept_data.referred import MOST_COMMITS, digests_in
from jupyter_repro.kept_data.remote_collecting import Retention, collect_remote, note_project
from jupyter_repro.kept_data.remotes import Remote
from jupyter_repro.kept_data.status_words import collected_words, copied_words
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.local_snapshots import snapshot_in
from jupyter_repro.snapshots.snapshot_file import snapshot_path


def push_all(notebooks: Mapping[Path, Path], remote_of: Callable[[Path], Remote]) -> Iterator[str]:
    """Copy all versions that repositories refer to; `notebooks` has a notebook of each root. Lines to say."""
    for root, notebook in notebooks.items():
        remote = remote_of(notebook)
        copied = transfer.push(every_reference(root), remote)
        yield from copied_words(str(root), copied, "sent", remote.address)
        if copied.missing:
            versions = counted(len(copied.missing), "version")
            yield f"  not kept here, and so not sent: {versions} of files, but for what git has"
        note_project(root, remote)


def snapshot_at(notebook: Path, revision: str) -> Snapshot:
    """The snapshot of a notebook as git has it in a revision; raises ReproError, and NotInRevision."""
    file = snapshot_path(notebook)
    return snapshot_in(content_at(file, revision), f"{revision}:{file}").snapshot


def kept_at(notebook: Path, snapshot: Snapshot, revision: str) -> list[Reference]:
    """What the snapshot of a revision, and the lock beside it, refer to."""
    data = snapshot.context.data
    return [*references(data), *answers(data), *_wheels_at(notebook, revision)]


def _wheels_at(notebook: Path, revision: str) -> Iterator[Reference]:
    for form in SUFFIXES:
        with suppress(NotInRevision):
            lock = content_at(lock_path(notebook, form), revision)
            yield from (Reference(f"wheel {digits_of(each, 8)}", each) for each in digests_in(lock))


def clean_remote(
    folder: Path,
    remote: Remote,
    age: timedelta,
    keep_days: int | None,
    keep_tags: tuple[str, ...],
    *,
    is_dry: bool,
) -> Iterator[str]:
    """Remove from the remote what the repository of a folder does not refer to, or only tell; lines to say."""
    root = root_of(folder / "notebook.ipynb")
    looked = Looked(MOST_COMMITS, keep_days, keep_tags)
    found = collect_remote(root, remote, Retention(age, looked), dry_run=is_dry)
    first, *rest = collected_words(found, dry_run=is_dry)
    yield f"{remote.address}: {first}"
    yield from rest
    if is_dry and found.objects:
        yield f"  what {root} refers to stays, as its branches and tags are here: fetch them before"
        yield "  remove it with the same command and --yes"
