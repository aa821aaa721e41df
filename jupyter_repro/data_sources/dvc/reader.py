"""What is read through DVC's own file system, as dvc.api.open and dvc.api.read do: which version of what it tracks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.remote_addresses import is_on_a_host, without_credentials
from jupyter_repro.data_sources.fetched_versions import fetched
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.extensions.data import DataNotes, Found, Undo, Wish
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.asked_versions import asked_by_id

Function = Callable[..., Any]
Answer = TypeVar("Answer")

_QUIET = {
    "dvc.api.data": ("", ()),
    "dvc.fs.dvc": ("_DVCFileSystem", ("info", "ls", "isdvc")),
    "dvc.repo": ("Repo", ("__init__", "close")),
}
"""What DVC reads there to do its work, its own files and databases, is no data of the notebook."""


class DvcReader:
    """Notes each file that is read, and reads that of the moment as of which the notebook reads."""

    modules = tuple(_QUIET)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch one of the modules."""
        owner, names = _QUIET[module]
        watched = getattr(sys.modules[module], owner) if owner else sys.modules[module]
        quiet = [replaced(watched, name, _quiet(getattr(watched, name), notes)) for name in names]
        return after(*quiet, *_WATCH[module](watched, notes))


def _watch_repositories(repositories: Any, notes: DataNotes) -> list[Undo]:
    return [replaced(repositories, "open", staticmethod(_quiet(repositories.open, notes)))]


def _watch_files(store: Any, notes: DataNotes) -> list[Undo]:
    return [
        replaced(store, "_open", _opening(store._open, notes)),
        replaced(store, "get_file", _getting(store.get_file, notes)),
        replaced(store, "_get", _getting(store._get, notes)),
    ]


def _watch_addresses(api: Any, notes: DataNotes) -> list[Undo]:
    return [replaced(api, "get_url", _addressing(api.get_url, notes))]


_WATCH: dict[str, Callable[[Any, DataNotes], list[Undo]]] = {
    "dvc.api.data": _watch_addresses,
    "dvc.fs.dvc": _watch_files,
    "dvc.repo": _watch_repositories,
}


def _quiet(function: Function, notes: DataNotes) -> Function:
    @wraps(function)
    def quiet(*args: Any, **named: Any) -> Any:
        return notes.unwatched(lambda: function(*args, **named))

    return quiet


def _opening(opens: Function, notes: DataNotes) -> Function:
    @wraps(opens)
    def opening(store: Any, path: str, *args: Any, **named: Any) -> Any:
        read = _Read(store, path, notes)
        if wish := read.wish():
            return read.as_requested(wish).open("rb")
        file = notes.unwatched(lambda: opens(store, path, *args, **named))
        read.note()
        return file

    return opening


def _getting(gets: Function, notes: DataNotes) -> Function:
    @wraps(gets)
    def getting(store: Any, path: Any, into: Any, *args: Any, **named: Any) -> Any:
        read = _Read(store, path, notes) if isinstance(path, str) else None
        wish = read.wish() if read else None
        if read and wish:
            return read.write(wish, Path(into))
        answer = notes.unwatched(lambda: gets(store, path, into, *args, **named))
        if read:
            read.note()
        return answer

    return getting


def _addressing(get_url: Function, notes: DataNotes) -> Function:
    @wraps(get_url)
    def addressing(path: str, repo: Any = None, rev: str | None = None, *args: Any, **named: Any) -> Any:
        address = notes.unwatched(lambda: get_url(path, repo, rev, *args, **named))
        with suppress(Exception):  # what is noted must not keep the notebook from its address
            from dvc.fs.dvc import _DVCFileSystem

            _Read(_DVCFileSystem(repo, rev), path, notes).note()
        return address

    return addressing


class _About(NamedTuple):
    """What DVC says of a file or folder that is read through it."""

    file: Path
    """Where it lies in the work tree, or would."""
    scheme: str
    """Of the data source that has its versions: what DVC does not track, git does."""
    commit: str
    """As which it is read; "" for the work tree."""
    repository: str
    """Address of a repository that lies elsewhere, without credentials; "" for one of this machine."""
    id: str
    size: int


class _Read:
    """One file or folder that is read through DVC."""

    def __init__(self, store: Any, path: str, notes: DataNotes) -> None:
        self._notes = notes
        self._about: _About | None = None
        with suppress(Exception):  # what is not there is reported by DVC itself
            self._about = notes.unwatched(_about, store, path)

    def wish(self) -> Wish | None:
        """Which version is to be read; None for what the notebook asks for."""
        if self._about is None or self._about.commit or self._about.repository:
            return None
        return self._notes.wish(self._name(self._about))

    def as_requested(self, wish: Wish) -> Path:
        """The file as it was in the version that is wished; that is noted."""
        return self._noted(wish, lambda source, address, found, near: fetched(source, address, found, near))

    def write(self, wish: Wish, into: Path) -> None:
        """Write the same to where the notebook wants it."""
        place = into / self._about.file.name if self._about and into.is_dir() else into
        self._noted(
            wish, lambda source, address, found, near: source.fetch(address, found.version, near, place)
        )

    def note(self) -> None:
        """Note what was read as the notebook asked for it."""
        about = self._about
        if about is None:
            return
        if about.repository:
            uri = f"{about.repository}#{about.file.name}"
            self._notes.received(uri, f"md5:{about.id}", about.size, about.commit, self._notes.place())
        elif not about.commit and about.file.exists():
            self._notes.given(str(about.file))
        else:
            with suppress(Exception):  # it was read all the same
                self._noted(_of_commit(about.commit), lambda *_: None)

    def _noted(self, wish: Wish, act: Callable[[Any, str, Found, Path], Answer]) -> Answer:
        """Note the version that is meant after it was acted upon."""
        assert self._about is not None
        address, near = f"{self._about.scheme}:{self._about.file}", self._about.file.parent
        source = named_source(address, near).source
        found = self._notes.unwatched(source.resolve, address, wish, near)
        answer = self._notes.unwatched(act, source, address, found, near)
        self._notes.versioned(msgspec.structs.replace(found, name=self._name(self._about)))
        return answer

    def _name(self, about: _About) -> str:
        return f"{about.scheme}:{self._notes.name_of(str(about.file))}"


def _of_commit(commit: str) -> Wish:
    return Wish(version=commit, text=asked_by_id(commit)) if commit else Wish()


def _about(store: Any, path: str) -> _About:
    repository = store.repo
    commit = repository.get_rev() if hasattr(repository.fs, "rev") else ""
    inner = repository.root_dir.lstrip("/")
    root = Path(repository.scm.root_dir, inner) if commit else Path(repository.root_dir)
    about = store.info(path)
    tracked = about.get("dvc_info") or {}
    return _About(
        Path(root, *store._get_key_from_relative(path)),
        "dvc" if tracked else "git",
        commit,
        _public(repository.url, root) if repository.url else "",
        tracked.get("md5", ""),
        about.get("size") or 0,
    )


def _public(url: str, root: Path) -> str:
    """Address of a repository, with a scheme and without credentials."""
    public = without_credentials(url, root)
    if parse_address(public).is_url:
        return public
    return f"{'ssh' if is_on_a_host(public) else 'dvc+file'}://{public}"
