"""Answers of databases: set down where a kernel was given them, kept with its snapshot, and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from jupyter_repro.digest import digest_bytes, digits_of
from jupyter_repro.errors import ReproError
from jupyter_repro.files.whole_files import new_file
from jupyter_repro.formatting.sizes import size_in_bytes
from jupyter_repro.kept_data.answers.answer_files import kept_answer
from jupyter_repro.kept_data.answers.query_results import QueryResult
from jupyter_repro.kept_data.places import explaining, kept_folder
from jupyter_repro.kept_data.putting import is_kept
from jupyter_repro.kept_data.store import kept_pieces
from jupyter_repro.records.snapshot import DataFile, DataVersion
from jupyter_repro.settings import settings_for
from jupyter_repro.trust.trusted_projects import remote_for


def may_be_kept(name: str, size: int, folder: Path) -> bool:
    """Whether the settings of a notebook's project let an answer of this size be kept, in bytes."""
    settings = settings_for(folder).data
    keep = settings.keep_for(name)
    return keep == "always" or (keep == "small" and size <= size_in_bytes(settings.limit))


def set_down(content: bytes) -> str:
    """Write an answer's file to where `answers_of` finds it, until its snapshot is made; its digest.

    Raises Unwritable.
    """
    digest = digest_bytes(content)
    if not is_kept(digest):
        place = _place(digest)
        with explaining():
            for folder in (kept_folder(), place.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError), new_file(place, 0o600) as file:
                file.write(content)
    return digest


def has_answer(version: DataVersion | None) -> bool:
    """Whether the cache has what a database answered."""
    return version is not None and version.answer != "" and is_kept(version.answer)


def answers_of(data: Mapping[str, DataFile]) -> dict[Path, str]:
    """The files of answers that a snapshot refers to, with their digests, as far as they were set down."""
    digests = (file.version.answer for file in data.values() if file.version and file.version.answer)
    return {place: digest for digest in digests if (place := _place(digest)).is_file()}


def taken_up(places: Iterable[Path]) -> None:
    """Remove what is kept by now."""
    for place in places:
        place.unlink(missing_ok=True)


def restored_answer(digest: str, folder: Path) -> QueryResult | None:
    """The answer that is kept by this digest; None where neither the cache nor the remote of the project has it."""
    if not digest:
        return None
    with suppress(ReproError, ValueError):
        return kept_answer(b"".join(kept_pieces(digest, remote_for(folder))))
    return None


def _place(digest: str) -> Path:
    return kept_folder() / "answers" / digits_of(digest)
