"""Files and folders as git has them: `git:data/sales.csv`."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.files.copied_projects import original
from jupyter_repro.formatting.moments import iso
from jupyter_repro.git.history import history_of
from jupyter_repro.records.snapshot import DataVersion

_SCHEME = "git:"


class GitSource:
    """Data in a git repository. A version's id is the commit that has it.

    The newest is what HEAD has, whatever lies in the work tree. As of a moment it is what the newest commit has that is
    not younger, by its committer's date, on the branch that is checked out, where of a merge only the first parent is
    followed; a commit that deleted the file does not count. By id any commit, tag or branch may be named; the commit
    is what is recorded. What a version holds is digested, so that it can be compared with a plain file.
    """

    schemes = ("git",)

    def name(self, address: str, folder: Path) -> str:
        """The portable path behind `git:`."""
        return _SCHEME + portable(_path(address, folder), folder)

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The commit that is meant, with the digest of what it holds there."""
        name = self.name(address, folder)
        with history_of(original(_path(address, folder))) as history:
            commit = history.commit_for(wish, name)
            digest, size = history.content_of(commit.id)
        return Found(name, digest, size, DataVersion(commit.id, iso(commit.moment), wish.text))

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Write what the commit has."""
        with history_of(original(_path(address, folder))) as history:
            history.write(history.commit_for(Wish(version=version.id)).id, into)


def _path(address: str, folder: Path) -> Path:
    return located(address.removeprefix(_SCHEME), folder)
