"""Bringing one recorded file back: data or a local module, as git has it with exactly the recorded digest."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from blake3 import blake3

from jupyter_repro.atomic_files import write_keeping
from jupyter_repro.digest_cache import cached_digest
from jupyter_repro.errors import ReproError
from jupyter_repro.handing_over.committed_versions import Version, Wanted, content_of, version_with
from jupyter_repro.portable_paths import located
from jupyter_repro.records import Context
from jupyter_repro.verifying.one import load_snapshot

KEPT = ".before-restore"
_DIGEST = re.compile(r"blake3:[0-9a-f]{16,64}")


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    path: Path
    """The file, which is as it was recorded now."""
    commit: str
    """Whose version it is."""
    kept: Path | None
    """The file that was there; None where there was none."""


class NotRecorded(ReproError):
    """The snapshot does not have this file, or it lies where nothing may be written."""


class NotCommitted(ReproError):
    """Git does not have the file as it was recorded, or there is nothing to bring back."""


def restore_file(notebook: Path, name: str, *, below: Path | None = None) -> Restored:
    """Bring back the data file or local module that the notebook's snapshot calls `name`.

    The file that is there is kept beside it as `sales.csv.before-restore`. Where `below` is given, nothing is written
    outside of this folder, and links count as where they lead. Raises NotRecorded, NotCommitted, UnreadableInput for
    the snapshot, Unwritable; then nothing has been touched.
    """
    snapshot = load_snapshot(notebook)
    wanted = wanted_of(snapshot.context, name) if snapshot else None
    if snapshot is None or wanted is None:
        raise NotRecorded(f"{name} is no file in the snapshot of {notebook.name}", _SHOW.format(notebook))
    path = _place(notebook, name)
    if below is not None and not path.is_relative_to(os.path.realpath(below)):
        raise NotRecorded(f"{name} lies outside of this server's folder", "bring it back there by hand")
    if _is_there(path, wanted):
        raise NotCommitted(f"{name} is as it was recorded")
    version = committed_version(notebook, snapshot.context, name)
    if version is None:
        raise NotCommitted(f"git has no version of {name} with the recorded digest", _ELSEWHERE)
    kept = write_keeping(path, _checked(version, wanted, name), path.name + KEPT)
    return Restored(path, version.commit, kept)


def committed_version(notebook: Path, context: Context, name: str) -> Version | None:
    """The version of a recorded file that `restore_file` would take; None where there is none."""
    wanted = wanted_of(context, name)
    first = (context.git.commit,) if context.git and context.git.commit else ()
    return version_with(_place(notebook, name), wanted, first) if wanted else None


def wanted_of(context: Context, name: str) -> Wanted | None:
    """What was recorded of a data file, a file of a folder that was read whole, or a local module; else None."""
    found = _recorded(context, name)
    return found if found and _DIGEST.fullmatch(found.digest) else None


def _recorded(context: Context, name: str) -> Wanted | None:
    if name in context.modules:
        return Wanted(context.modules[name])
    data = context.data.get(name)
    if data and not data.folder:
        return Wanted(data.digest, data.size)
    for folder, whole in context.data.items():
        if (
            whole.folder
            and name.startswith(folder)
            and (digest := whole.folder.files.get(name[len(folder) :]))
        ):
            return Wanted(digest)
    return None


def _place(notebook: Path, name: str) -> Path:
    """Where the file lies; through links, for git knows what they lead to."""
    try:
        return Path(os.path.realpath(located(name, notebook.absolute().parent)))
    except ValueError:  # a snapshot is a file, and may hold any name
        raise NotRecorded(f"{name!r} is not the name of a file") from None


def _is_there(path: Path, wanted: Wanted) -> bool:
    try:
        return cached_digest(str(path))[0].startswith(wanted.digest)
    except OSError:
        return False


def _checked(version: Version, wanted: Wanted, name: str) -> Iterator[bytes]:
    """The version's content, which must be what was recorded to its last byte before it takes a file's place."""
    hasher = blake3()
    for piece in content_of(version):
        hasher.update(piece)
        yield piece
    if not f"blake3:{hasher.hexdigest()}".startswith(wanted.digest):
        raise NotCommitted(f"git has no version of {name} with the recorded digest", _ELSEWHERE)


_SHOW = "see what it has with: jupyter repro show {}"
_ELSEWHERE = "bring it back from where it came from"
