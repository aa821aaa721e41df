"""Keeping the data of a snapshot that was made just now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.addresses.secret_files import looks_secret
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.git.committed_files import committed
from jupyter_repro.git.wanted_content import Wanted
from jupyter_repro.kept_data.answers.stored_answers import answers_of, taken_up
from jupyter_repro.kept_data.choosing import Keepable, chosen, files_in, is_digest
from jupyter_repro.kept_data.places import changing
from jupyter_repro.kept_data.putting import put, put_listing
from jupyter_repro.kept_data.referrers import remember
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import snapshot_path

_AT_ONCE = 8
"""Threads that keep files: most of the time they wait for the disk."""
_MOST_NAMED = 3


@dataclass(frozen=True)
class Kept:
    """What came of it."""

    files: int = 0
    """That are in the cache now, of those that the snapshot refers to."""
    answers: int = 0
    """How many of these are answers of databases."""
    added: int = 0
    """Bytes that were not there before."""
    large: tuple[str, ...] = ()
    """Names of what is over the limit."""
    limit: str = ""
    """Which that is, as it is written."""
    changed: tuple[str, ...] = ()
    """Names of what has changed since it was recorded."""
    secret: tuple[str, ...] = ()
    """Names of what looks as if it held a secret."""
    failed: str = ""
    """Why nothing more could be kept, a sentence without its full stop."""

    def lines(self) -> list[str]:
        """What came of it, for a person."""
        return list(_lines(self))


def keep_snapshot(notebook: Path, snapshot: Snapshot) -> Kept:
    """Keep of the data that a snapshot refers to what the project's settings say, and nobody else has.

    To be called when the snapshot has been written. Nothing is raised: what cannot be kept is reported.
    """
    try:
        folder = notebook.absolute().parent
        settings = settings_for(folder).data
        choice = chosen(snapshot.context.data, settings, folder)
        found = _found(choice.wanted)
        in_git = committed({path: Wanted(digest, _size(path)) for path, digest in found.files.items()})
        answers = answers_of(snapshot.context.data)
        files = {path: digest for path, digest in found.files.items() if path not in in_git} | answers
        kept = _keep(snapshot_path(notebook), files, found.listings) if files or found.listings else Kept()
        taken_up(answers)
        secret = [portable(path, folder) for path in found.secret]
        changed = [*found.changed, *(portable(Path(name), folder) for name in kept.changed)]
        large = tuple(each.name for each in choice.large)
        outcome = replace(
            kept, large=large, limit=settings.limit, changed=tuple(changed), secret=tuple(secret)
        )
        return replace(outcome, answers=len(answers))
    except KeyboardInterrupt:  # the snapshot has been made; only this is stopped
        return Kept(failed="it was interrupted")
    except (ReproError, OSError, ValueError) as error:  # ValueError: a name that no file can have
        return Kept(failed=error.what if isinstance(error, ReproError) else str(error))


class _Found(NamedTuple):
    """What is to be kept, as it is now."""

    files: dict[Path, str]
    """With their digests."""
    listings: dict[str, bytes]
    """Of folders that were read whole: digest to what it is of."""
    changed: list[str]
    """Names of folders that changed since they were recorded."""
    secret: list[Path]


def _found(wanted: Sequence[Keepable]) -> _Found:
    found = _Found({}, {}, [], [])
    for each in wanted:
        if each.file.folder is None:
            _add(found, {each.path: each.file.digest}, each)
        elif content := files_in(each, each.file.folder):
            files, listing = content
            _add(found, files, each)
            found.listings[each.file.digest] = listing
        else:
            found.changed.append(each.name)
    return found


def _add(found: _Found, files: Mapping[Path, str], candidate: Keepable) -> None:
    for path, digest in files.items():
        if not is_digest(digest):
            continue
        if not candidate.is_asked_for and looks_secret(path):
            found.secret.append(path)
        else:
            found.files[path] = digest


def _keep(snapshot: Path, files: Mapping[Path, str], listings: Mapping[str, bytes]) -> Kept:
    with changing(), ThreadPoolExecutor(_AT_ONCE) as pool:
        # first, so that whoever collects what nobody refers to knows of it
        remember(snapshot, [*files.values(), *listings])
        listed = sum(put_listing(listing, digest) for digest, listing in listings.items())
        added = dict(zip(files, pool.map(_put, files, files.values()), strict=True))
    kept = [size for size in added.values() if size is not None]
    changed = tuple(str(path) for path, size in added.items() if size is None)
    return Kept(len(kept), added=sum(kept) + listed, changed=changed)


def _size(path: Path) -> int | None:
    """Bytes of a file; None where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _put(path: Path, digest: str) -> int | None:
    try:
        return put(path, digest)
    except OSError:  # it is gone, or may not be read
        return None


def _lines(kept: Kept) -> Iterator[str]:
    if kept.files:
        new = f"{human_size(kept.added)} new" if kept.added else "nothing new"
        yield f"{_kept_words(kept)} kept ({new})"
    if kept.large:
        yield f"not kept, for it is over the limit of {kept.limit}: {_named(kept.large)}"
    if kept.changed:
        yield f"not kept, for it has changed since it was recorded: {_named(kept.changed)}"
    if kept.secret:
        yield f"not kept, for it looks as if it held a secret: {_named(kept.secret)}"
    if kept.failed:
        yield f"no data was kept: {kept.failed}"


def _kept_words(kept: Kept) -> str:
    files, answers = kept.files - kept.answers, kept.answers
    parts = [counted(files, "data file")] if files or not answers else []
    return " and ".join([*parts, *([counted(answers, "answer") + " of a database"] if answers else [])])


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
