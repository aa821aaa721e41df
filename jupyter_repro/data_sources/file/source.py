"""Files and folders of this machine, named by a plain path or a `file:` URI."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.data_sources.file.committed import committed, first_committed, write_committed
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.files.path_content import content_at
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.shell_words import read_with
from jupyter_repro.git.history import Commit
from jupyter_repro.kept_data.store import fetch_kept, full_digest, is_kept, kept_size
from jupyter_repro.records.asked_versions import moment_asked
from jupyter_repro.records.snapshot import DataVersion


class FileSource:
    """Data in regular files. A version's id is the digest of its content.

    What was changed or deleted is taken from git, where the file is committed: as of a moment, as `git:` does; and a
    file of a known version from what is kept.
    """

    schemes = ("", "file")

    def name(self, address: str, folder: Path) -> str:
        """The portable path; of a folder with a slash behind it."""
        path = located(address, folder)
        return portable(path, folder) + ("/" if path.is_dir() else "")

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """What lies there, where it has not changed since the moment or is the version that is wanted; else git's.

        What is not a regular file is never opened: a pipe would wait for its writer, and opening a device may act on
        it.
        """
        path, name = located(address, folder), self.name(address, folder)
        wish = msgspec.structs.replace(
            wish, version=wish.version.rstrip("…")
        )  # as a digest that is shown is shortened
        try:
            return _meant(_there(path, name, wish.text), wish)
        except (NoSuchData, NoSuchVersion) as error:
            found = _in_git(path, name, wish) or _kept(name, wish)
            if found:
                return found
            if isinstance(error, NoSuchVersion) and (first := first_committed(path, wish)):
                raise _before_git(name, wish, first) from None
            raise

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Copy what lies there, if it is that version, else take it from git."""
        path, wish = located(address, folder), Wish(version=version.id)
        try:
            _meant(_there(path, self.name(address, folder), ""), wish)
        except (NoSuchData, NoSuchVersion):
            if found := committed(path, wish):
                write_committed(path, found, into)
            elif is_kept(version.id):
                fetch_kept(version.id, into)
            else:
                raise
        else:
            (shutil.copytree if path.is_dir() else shutil.copyfile)(path, into)


def _in_git(path: Path, name: str, wish: Wish) -> Found | None:
    version = None if _is_no_digest(wish.version) else committed(path, wish)
    if version is None:
        return None
    known = DataVersion(version.digest, iso(version.commit.moment), wish.text)
    return Found(name, version.digest, version.size, known)


def _kept(name: str, wish: Wish) -> Found | None:
    digest = full_digest(wish.version) if _DIGEST.fullmatch(wish.version) else None
    size = kept_size(digest) if digest else None
    return (
        Found(name, digest, size, DataVersion(digest, asof=wish.text))
        if digest and size is not None
        else None
    )


def _there(path: Path, name: str, text: str) -> Found:
    try:
        digest, size = content_at(path)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchData(
            f"there is no {name}", "see how it can be restored with: jupyter repro restore --help"
        ) from None
    except OSError as error:
        raise NoSuchData(f"cannot be read: {error.strerror or error}", subject=name) from None
    return Found(name, digest, size, DataVersion(digest, iso(changed), text))


def _meant(found: Found, wish: Wish) -> Found:
    if _is_no_digest(wish.version):
        raise NoSuchVersion(
            f"has no version {wish.version!r}: a version of a file is the digest of what it holds",
            f"a commit, a tag or a branch is read with: {read_with(f'git:{found.name}', wish.version)}",
            subject=found.name,
        )
    if not found.digest.startswith(wish.version):
        raise NoSuchVersion(*_other(found.name, wish))
    if wish.asof and datetime.fromisoformat(found.version.time) > wish.asof:
        raise NoSuchVersion(
            f"was changed at {found.version.time}, after {wish.text}", _EARLIER, subject=found.name
        )
    return found


def _is_no_digest(version: str) -> bool:
    return bool(version) and not _DIGEST.fullmatch(version)


def _other(name: str, wish: Wish) -> tuple[str, str]:
    """Why what lies there is not the version that is wanted, and what to do."""
    if not wish.text or moment_asked(wish.text):
        return f"{name} has changed since it was recorded", _BACK
    what = f"{name} is not version {wish.version}, and that one is neither kept nor in git"
    return what, "see what is kept with: jupyter repro data status"


def _before_git(name: str, wish: Wish, first: Commit) -> NoSuchVersion:
    return NoSuchVersion(
        f"was changed after {wish.text}, and git has no version of that date: the first is that of {first}",
        f"read that one with: {read_with(f'git:{name}', first.id[:10])}",
        subject=name,
    )


_DIGEST = re.compile(r"blake3:[0-9a-f]{7,64}")
"""Or its beginning."""
_EARLIER = "name a later moment; what a snapshot recorded is brought back with: jupyter repro restore NOTEBOOK --data"
_BACK = "bring an earlier version back with: jupyter repro restore NOTEBOOK --data"
