"""Files and folders of this machine, named by a plain path or a `file:` URI."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from jupyter_repro.asof import iso
from jupyter_repro.digest_cache import cached_digest
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions import Found, Wish
from jupyter_repro.folder_digest import folder_content
from jupyter_repro.portable_paths import located, portable
from jupyter_repro.records import DataVersion


class FileSource:
    """Data in regular files. A version's id is the digest of its content."""

    schemes = ("", "file")

    def name(self, address: str, folder: Path) -> str:
        """The portable path; of a folder with a slash behind it."""
        path = located(address, folder)
        return portable(path, folder) + ("/" if path.is_dir() else "")

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """What lies there, where it has not changed since the moment or is the version that is wanted.

        What is not a regular file is never opened: a pipe would wait for its writer, and opening a device may act on
        it.
        """
        path, name = located(address, folder), self.name(address, folder)
        found = self._there(path, name, wish.text)
        changed = datetime.fromisoformat(found.version.time)
        if wish.version and wish.version != found.digest:
            raise NoSuchVersion(f"{name} is not any more what was recorded", _BACK)
        if wish.asof and changed > wish.asof:
            raise NoSuchVersion(f"{name} was changed at {found.version.time}, after {wish.text}", _BACK)
        return found

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Copy what lies there, if it is that version."""
        self.resolve(address, Wish(version=version.id), folder)
        path = located(address, folder)
        if path.is_dir():
            shutil.copytree(path, into)
        else:
            shutil.copyfile(path, into)

    def _there(self, path: Path, name: str, text: str) -> Found:
        try:
            if path.is_dir():
                content = folder_content(str(path), recursive=True)
                digest, size = content.digest, content.size
            else:
                digest, size = cached_digest(str(path))
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (FileNotFoundError, NotADirectoryError):
            raise NoSuchData(
                f"there is no {name}", "see how it can be had back with: jupyter repro restore --help"
            ) from None
        except OSError as error:
            raise NoSuchData(f"{name} cannot be read: {error.strerror or error}") from None
        return Found(name, digest, size, DataVersion(digest, iso(changed), text))


_BACK = "bring an earlier version back with: jupyter repro restore NOTEBOOK --data"
