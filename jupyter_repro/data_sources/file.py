"""Files and folders of this machine, named by a plain path or a `file:` URI."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from jupyter_repro.asof import iso
from jupyter_repro.content_there import content_there
from jupyter_repro.data_sources.committed import committed, write_committed
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions import Found, Wish
from jupyter_repro.kept_data.store import fetch_kept, is_kept, kept_size
from jupyter_repro.portable_paths import located, portable
from jupyter_repro.records import DataVersion


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
        try:
            return _meant(_there(path, name, wish.text), wish)
        except (NoSuchData, NoSuchVersion):
            version = committed(path, wish)
            if version is None and (size := kept_size(wish.version)) is not None:
                return Found(name, wish.version, size, DataVersion(wish.version, asof=wish.text))
            if version is None:
                raise
            known = DataVersion(version.digest, iso(version.commit.moment), wish.text)
            return Found(name, version.digest, version.size, known)

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


def _there(path: Path, name: str, text: str) -> Found:
    try:
        digest, size = content_there(path)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchData(
            f"there is no {name}", "see how it can be had back with: jupyter repro restore --help"
        ) from None
    except OSError as error:
        raise NoSuchData(f"{name} cannot be read: {error.strerror or error}") from None
    return Found(name, digest, size, DataVersion(digest, iso(changed), text))


def _meant(found: Found, wish: Wish) -> Found:
    if wish.version and wish.version != found.digest:
        raise NoSuchVersion(f"{found.name} is not any more what was recorded", _BACK)
    if wish.asof and datetime.fromisoformat(found.version.time) > wish.asof:
        raise NoSuchVersion(f"{found.name} was changed at {found.version.time}, after {wish.text}", _BACK)
    return found


_BACK = "bring an earlier version back with: jupyter repro restore NOTEBOOK --data"
