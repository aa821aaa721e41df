"""What the git history of a file or folder holds: commits of the branch that is checked out, and their content."""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_repro.digest import Digest
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.path_content import content_at
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.shell_words import read_with
from jupyter_repro.git.commands import CommandFailed, answer
from jupyter_repro.git.lfs import LONGEST, Pointer, download, object_here, pointer_of
from jupyter_repro.git.repositories import repository_of

if TYPE_CHECKING:
    from git import Repo

_LINK, _MOST_LINKS = 0o120000, 40


@dataclass(frozen=True)
class Commit:
    """One commit."""

    id: str
    moment: datetime
    """Its committer's date, in UTC."""

    def __str__(self) -> str:
        return f"commit {self.id[:10]} of {iso(self.moment)}"


@contextmanager
def history_of(path: Path) -> Iterator[History]:
    """The history of a file or folder, which need not be on the disk any more; of a link, of what it leads to.

    Raises NoSuchData outside git, and NoAccess for a repository that git does not trust.
    """
    try:
        with repository_of(Path(os.path.realpath(path))) as (repository, name):
            yield History(repository, name)
    except ReproError as error:
        raise (error if isinstance(error, _OURS) else NoSuchData(error.what, error.remedy)) from None
    except ValueError:  # it lies outside of the work tree
        raise NoSuchData("is in no git repository", subject=path.name) from None


_DEEPEN = "this clone has only the newest commits; get the others with: git fetch --unshallow"
_OURS = (NoAccess, NoSuchData, NoSuchVersion)


class History:
    """One file or folder in its repository."""

    def __init__(self, repository: Repo, name: str) -> None:
        self.name = name
        """As seen from the top of the repository."""
        self._repository = repository

    def commits(self) -> Iterator[Commit]:
        """Those on the branch that changed it and have it still, the newest first.

        Of a merge only its first parent is followed: what the branch itself was, not what was merged into it.
        """
        # a name that begins with a colon, or holds a star, is a name all the same
        here = f":(top,literal){'' if self.name == '.' else self.name}"
        for line in self._answer(
            "rev_list", "--timestamp", "--first-parent", "HEAD", "--", here
        ).splitlines():
            moment, _, commit = line.partition(" ")
            if self.has(commit):
                yield Commit(commit, datetime.fromtimestamp(int(moment), UTC))

    def as_of(self, moment: datetime) -> Commit | None:
        """The newest of them that is not younger than the moment."""
        return next((each for each in self.commits() if each.moment <= moment), None)

    def commit_for(self, wish: Wish, address: str = "") -> Commit:
        """The commit that a wish means; `address` is what a remedy calls the data.

        Raises NoSuchData where git has the file in no commit, or HEAD does not have it and the newest is wanted, and
        NoSuchVersion.
        """
        if wish.version:
            return self._named(wish.version)
        newest = next(self.commits(), None)
        if newest is None:
            raise NoSuchData(f"git has no version of {self.name}", "commit it, or name its path without git:")
        address = address or f"git:{self.name}"
        return self._as_of(wish, address) if wish.asof else self._at_head(newest, address)

    def _as_of(self, wish: Wish, address: str) -> Commit:
        found = self.as_of(wish.asof) if wish.asof else None
        if found is None:
            *_, first = self.commits()
            raise NoSuchVersion(
                f"git has no version of {self.name} as of {wish.text}: the first is that of {first}",
                _DEEPEN if self._is_shallow() else f"read that one with: {read_with(address, first.id[:10])}",
            )
        return found

    def _at_head(self, newest: Commit, address: str) -> Commit:
        if not self.has("HEAD"):
            raise NoSuchData(
                f"is not in git's HEAD any more: it was last in {newest}",
                f"read that one with: {read_with(address, newest.id[:10])}",
                subject=self.name,
            )
        return newest

    def _named(self, revision: str) -> Commit:
        commit = self.commit(revision)
        if commit is None:
            raise NoSuchVersion(
                f"git has no commit {revision}", _DEEPEN if self._is_shallow() else "get it with: git fetch"
            )
        if not self.has(commit.id):
            nearest = self.as_of(commit.moment) or next(self.commits(), None)
            raise NoSuchVersion(
                f"is not in {commit}",
                f"the nearest that has it is {nearest}" if nearest else "",
                subject=self.name,
            )
        return commit

    def _is_shallow(self) -> bool:
        return Path(self._repository.common_dir, "shallow").exists()

    def commit(self, revision: str) -> Commit | None:
        """The commit that a hash, tag or branch names; None where git knows none."""
        options = ("--no-walk", "--timestamp", "--end-of-options", f"{revision}^{{commit}}", "--")
        moment, _, commit = self._answer("rev_list", *options).strip().partition(" ")
        return Commit(commit, datetime.fromtimestamp(int(moment), UTC)) if commit else None

    def has(self, commit: str) -> bool:
        """Whether the file or folder is in a commit."""
        return self._entry(commit, self.name) is not None

    def object_of(self, commit: str) -> str:
        """Git's own id of the content: commits that have the same file or folder have the same."""
        entry = self._entry(commit, self.name)
        return str(entry.hexsha) if entry is not None else ""

    def content_of(self, commit: str) -> tuple[Digest, int]:
        """Digest and size in bytes of the file or folder in a commit, as they would be of what lies in the work tree.

        Raises NoSuchVersion as `write` does.
        """
        with tempfile.TemporaryDirectory() as scratch:
            made = Path(scratch, "version")
            self.write(commit, made)
            return content_at(made)

    def write(self, commit: str, into: Path) -> None:
        """Write the file or folder as the commit has it to `into`, where nothing lies yet.

        Raises NoSuchVersion where the commit does not have it, and for content that is kept by LFS and is neither here
        nor available.
        """
        entry = self._entry(commit, self.name)
        if entry is None:
            raise NoSuchVersion(f"is not in commit {commit[:10]}", subject=self.name)
        self._write(commit, entry, into, frozenset())

    def _write(self, commit: str, entry: Any, into: Path, above: frozenset[str]) -> None:
        if entry.type == "tree":
            into.mkdir()
            above |= {entry.path}
            for each in entry:
                below = self._entry(commit, each.path)
                # a link may lead to a folder that it lies in, and a damaged repository out of `into`
                if below is not None and below.path not in above and each.name not in {".", ".."}:
                    self._write(commit, below, into / each.name, above)
        elif pointer := self._pointer(entry):
            into.write_bytes(self._object(commit, entry, pointer).read_bytes())
        else:
            with into.open("wb") as file:
                entry.stream_data(file)

    @staticmethod
    def _pointer(blob: Any) -> Pointer | None:
        return pointer_of(blob.data_stream.read()) if blob.size <= LONGEST else None

    def _object(self, commit: str, blob: Any, pointer: Pointer) -> Path:
        found = object_here(self._repository, pointer) or download(self._repository, pointer)
        if found is None:
            raise NoSuchVersion(
                f"{blob.path}: its LFS object {pointer.oid[:10]} of commit {commit[:10]} is not on this machine",
                f"get it with git-lfs: git lfs fetch origin {commit[:10]}",
            )
        return found

    def _entry(self, commit: str, name: str) -> Any:
        """The blob or tree that a name means in a commit, through links; None where there is none."""
        tree = self._repository.commit(commit).tree
        for _ in range(_MOST_LINKS):
            try:
                entry = tree if name == "." else tree / name
            except KeyError:
                return None
            if entry.mode != _LINK:
                return entry if entry.type in {"blob", "tree"} else None
            target = entry.data_stream.read().decode("utf-8", "surrogateescape")
            name = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        return None

    def _answer(self, command: str, *arguments: str) -> str:
        """What git answers; nothing where it has no answer."""
        try:
            return answer(self._repository, command, *arguments).decode()
        except CommandFailed:
            return ""
