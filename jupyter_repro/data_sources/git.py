"""Files and folders as git has them: `git:data/sales.csv`."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.asof import iso
from jupyter_repro.data_sources.git_history import Commit, History, history_of
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions import Found, Wish
from jupyter_repro.portable_paths import located, portable
from jupyter_repro.records import DataVersion

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
        with history_of(_path(address, folder)) as history:
            commit = _wished(history, wish)
            digest, size = history.content_of(commit.id)
        return Found(name, digest, size, DataVersion(commit.id, iso(commit.moment), wish.text))

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Write what the commit has."""
        with history_of(_path(address, folder)) as history:
            history.write(_named(history, version.id).id, into)


def _path(address: str, folder: Path) -> Path:
    return located(address.removeprefix(_SCHEME), folder)


def _wished(history: History, wish: Wish) -> Commit:
    if wish.version:
        return _named(history, wish.version)
    newest = next(history.commits(), None)
    if newest is None:
        raise NoSuchData(f"git has no version of {history.name}", "commit it, or name its path without git:")
    if wish.asof is None:
        return _at_head(history, newest)
    found = history.as_of(wish.asof)
    if found is None:
        *_, first = history.commits()
        raise NoSuchVersion(
            f"git has no version of {history.name} as of {wish.text}: the first is that of {first}",
            f"read that one with: --version {first.id[:10]}",
        )
    return found


def _at_head(history: History, newest: Commit) -> Commit:
    if not history.has("HEAD"):
        raise NoSuchData(
            f"{history.name} is not in git's HEAD any more: the last that had it follows {newest}",
            f"read that one with: --version {newest.id[:10]}",
        )
    return newest


def _named(history: History, revision: str) -> Commit:
    commit = history.commit(revision)
    if commit is None:
        raise NoSuchVersion(f"git has no commit {revision}", "get it with: git fetch")
    if not history.has(commit.id):
        nearest = history.as_of(commit.moment) or next(history.commits(), None)
        remedy = f"the nearest that has it is {nearest}" if nearest else ""
        raise NoSuchVersion(f"{history.name} is not in {commit}", remedy)
    return commit
