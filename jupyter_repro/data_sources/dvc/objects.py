"""What DVC tracks, and the objects that hold its versions: in the cache, in a remote, or in the work tree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion
from jupyter_repro.git.history import Commit, history_of

if TYPE_CHECKING:
    from dvc.repo import Repo

_FOLDER = ".dir"


@dataclass(frozen=True)
class Tracked:
    """A file or folder as a .dvc file or dvc.lock has it."""

    id: str
    """MD5 of the content; of a folder, of the list of its files, with `.dir` behind it."""
    size: int
    """Bytes; 0 where it is not said."""


class Opened(NamedTuple):
    """A DVC repository, as the work tree or a commit has it."""

    repo: Repo
    root: Path
    """Its top on this machine."""

    def tracked(self, path: Path) -> Tracked | None:
        """What it says of a file or folder; None where it does not track it."""
        from dvc_data.index import DataIndexDirError

        # from the root: DVC takes a relative name as seen from the current folder
        name = f"/{Path(os.path.realpath(path.parent), path.name).relative_to(self.root).as_posix()}"
        try:
            about = self.repo.dvcfs.info(name).get("dvc_info") or {}
        except FileNotFoundError:
            return None
        except DataIndexDirError:
            remotes = _remotes(self.repo)
            lost = f"{path.name}: the DVC object that lists the files of its folder {_nowhere(remotes)}"
            raise NoSuchVersion(lost, _pushing(remotes)) from None
        return Tracked(about["md5"], about.get("size") or 0) if about.get("md5") else None

    def within(self, path: Path) -> tuple[str, ...]:
        """Where a file lies in the folder that is tracked as a whole; nothing for what is tracked itself."""
        for folder in (path, *path.parents):
            known = self.tracked(folder) if folder.is_relative_to(self.root) and folder != self.root else None
            if known and known.id.endswith(_FOLDER):
                return path.relative_to(folder).parts
        return ()

    def content_id(self, path: Path) -> str:
        """The id that DVC would give to what lies at a path now; "" where nothing does."""
        from dvc_data.hashfile.build import build
        from dvc_objects.fs.local import localfs

        if not path.exists():
            return ""
        cache, ignored = self.repo.cache.local, self.repo.dvcignore
        _, _, held = build(cache, str(path), localfs, "md5", ignore=ignored, dry_run=True)
        return str(held.hash_info.value)


class Repositories:
    """DVC repositories, each opened once for each commit that is looked at."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._opened: dict[tuple[str, str], Opened] = {}
        self._newest: dict[Path, Commit | None] = {}

    def at(self, path: Path, commit: str = "") -> Opened:
        """The repository that a file or folder lies in, as the work tree has it, or a commit."""
        from dvc.repo import Repo

        root = Repo.find_root(_existing(path.parent))
        if (root, commit) not in self._opened:
            repo = self._stack.enter_context(Repo(root, rev=commit or None))
            self._opened[root, commit] = Opened(repo, Path(os.path.realpath(root)))
        return self._opened[root, commit]

    def newest(self, file: Path) -> Commit | None:
        """The newest commit that changed a file; None where it is not committed."""
        if file not in self._newest:
            self._newest[file] = None
            with suppress(NoSuchData), history_of(file) as history:
                self._newest[file] = next(history.commits(), None)
        return self._newest[file]


@contextmanager
def repositories(path: Path) -> Iterator[Repositories]:
    """DVC repositories, to look for what `path` is; raises as `explained` does."""
    with explained(path), ExitStack() as stack:
        yield Repositories(stack)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What DVC raises, as errors of ours: MissingExtra, NoSuchData where there is no repository, or it is broken."""
    try:
        from dvc.exceptions import DvcException, NotDvcRepoError
    except ImportError:
        raise MissingExtra("DVC", "dvc") from None
    try:
        yield
    except NotDvcRepoError:
        raise NoSuchData("is in no DVC repository", subject=path.name) from None
    except DvcException as error:
        why = str(error).partition("\n")[0]
        raise NoSuchData(f"DVC cannot tell what {path.name} is: {why}") from None


class TrackedObjects:
    """The objects of one repository, by their id."""

    def __init__(self, opened: Opened, path: Path) -> None:
        self._opened = opened
        self._path = path
        self._stores = [opened.repo.cache.local, opened.repo.cache.legacy]
        self._remotes = _remotes(opened.repo)
        self._unasked = list(self._remotes)
        self._there: str | None = None

    def size(self, wanted: str) -> int | None:
        """Bytes of an object of a file, or of a folder's list; None where it is nowhere.

        Raises NoAccess where a remote cannot be asked.
        """
        store = self._store(wanted)
        if store is not None:
            return int(store.fs.size(store.oid_to_path(wanted)))
        return 0 if self._is_there(wanted) else None

    def write(self, wanted: str, into: Path) -> None:
        """Write the file or folder to `into`, where nothing lies yet; raises NoSuchVersion, NoAccess.

        Of a folder's version only the file is written that the path means, where it lies within.
        """
        if self._store(wanted) is None and self._is_there(wanted):
            _copied(self._path, into)
        elif wanted.endswith(_FOLDER):
            self._write_folder(wanted, into)
        else:
            self._write_file(wanted, into)

    def _write_folder(self, wanted: str, into: Path) -> None:
        files, within = self._files(wanted), self._opened.within(self._path)
        if within and within not in files:
            raise NoSuchVersion("was not in the folder then", subject=self._path.name)
        if within:
            self._write_file(files[within], into)
            return
        into.mkdir()
        for parts, held in files.items():
            place = into.joinpath(*parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            self._write_file(held, place)

    def _files(self, wanted: str) -> dict[tuple[str, ...], str]:
        """Of each file of a folder its parts below it, and the id of its object."""
        from dvc_data.hashfile import load
        from dvc_data.hashfile.hash_info import HashInfo

        files = {parts: held.value for parts, _, held in load(self._needed(wanted), HashInfo("md5", wanted))}
        if any({"", ".", ".."} & set(parts) for parts in files):
            raise NoSuchVersion(f"the DVC object {wanted[:10]} names files that lie outside of it")
        return files

    def _write_file(self, wanted: str, into: Path) -> None:
        from dvc_data.hashfile.hash import file_md5

        store = self._needed(wanted)
        store.fs.get_file(store.oid_to_path(wanted), str(into))
        if file_md5(str(into), name=store.hash_name) != wanted:
            raise NoSuchVersion(f"the DVC object {wanted[:10]} is damaged", "see: dvc fetch --help")

    def _needed(self, wanted: str) -> Any:
        store = self._store(wanted)
        if store is None:
            raise NoSuchVersion(self.missing(wanted))
        return store

    def missing(self, wanted: str) -> str:
        """That it is nowhere, as a clause."""
        return f"its DVC object {wanted[:10]} {_nowhere(self._remotes)}"

    @property
    def pushing(self) -> str:
        """How it comes where it is looked for, from where it is still."""
        return _pushing(self._remotes)

    def _store(self, wanted: str) -> Any:
        """The first store that has an object; remotes are asked only where no cache has it."""
        for store in self._stores:
            if store.exists(wanted):
                return store
        while self._unasked:
            for store in self._stores_of(self._unasked.pop(0)):
                self._stores.append(store)
                if store.exists(wanted):
                    return store
        return None

    def _stores_of(self, remote: str) -> list[Any]:
        from dvc_objects.fs.base import RemoteMissingDepsError

        try:
            found = self._opened.repo.cloud.get_remote(remote)
            stores = [found.odb, found.legacy_odb]
            for store in stores:
                store.exists("0" * 32)  # whether it answers at all
        except RemoteMissingDepsError as error:
            raise NoAccess(
                f"the DVC remote {remote} needs a library that is not installed",
                f"pip install {' '.join(error.missing_deps)}",
            ) from None
        except Exception as error:  # each kind of remote has its own
            raise NoAccess(
                f"the DVC remote {remote} cannot be reached ({type(error).__name__})",
                "see: dvc status --cloud",
            ) from None
        return stores

    def _is_there(self, wanted: str) -> bool:
        """Whether it is what lies in the work tree."""
        if self._there is None:
            self._there = self._opened.content_id(self._path)
        return self._there == wanted


def _copied(path: Path, into: Path) -> None:
    (shutil.copytree if path.is_dir() else shutil.copyfile)(path, into)


def _nowhere(remotes: Sequence[str]) -> str:
    named = " and ".join(remotes)
    return f"is neither in the cache nor in the remote {named}" if named else "is not in the cache"


def _pushing(remotes: Sequence[str]) -> str:
    if remotes:
        return "have it pushed from where it is still: dvc push"
    return "no remote is set: where it is still, add one with dvc remote add -d NAME ADDRESS, then: dvc push"


def _remotes(repo: Repo) -> tuple[str, ...]:
    """Their names, the default one first."""
    default = repo.config["core"].get("remote", "")
    return tuple(sorted(repo.config["remote"], key=lambda name: (name != default, name)))


def _existing(folder: Path) -> Path:
    return folder if folder.is_dir() else _existing(folder.parent)
