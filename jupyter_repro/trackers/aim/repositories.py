"""Aim's repositories: opened, and their runs read and written.

Aim's own reader looks into an index, which only `aim up` brings up to date; here each run is read as it was written.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.errors import MissingExtra, NoAccess, ReproError
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.address_keys import check_keys
from jupyter_repro.trackers.server_errors import server_error

SCHEME = "aim"
REMOTE = "aim://"
_SERVER = re.compile(r"(?:aim:)?//([^/].*?)/*")
"""Of `aim:aim://HOST:PORT`, and of `aim://HOST:PORT`, which is what Aim itself calls a server."""
_FOLDER = ".aim"
_NEWEST_PYTHON = (3, 12)
_SECONDS = 5
_REMEMBERED = 0.6
_ENOUGH = 1000
_ALONE: dict[str, Any] = {
    "system_tracking_interval": None,
    "log_system_params": False,
    "capture_terminal_logs": False,
}
"""Our process says nothing of the machine and its console."""


class Repository:
    """An Aim repository; `repo` is Aim's own object, None for a folder in which there is none yet."""

    def __init__(self, address: str, repo: Any) -> None:
        self.address = address
        self.repo = repo

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return self.address if self.is_remote else Path(self.address).name

    @property
    def is_remote(self) -> bool:
        """Whether a server keeps it."""
        return self.address.startswith(REMOTE)

    def is_at(self, destination: Destination) -> bool:
        """Whether a destination means this one."""
        return place_of(destination) == self.address

    def run_ids(self) -> list[str]:
        """Of all runs."""
        if self.repo is None:
            return []
        self._forget()
        return sorted(self.repo.list_all_runs())

    def facts(self, run_id: str) -> dict[str, Any]:
        """What a notebook or we have set on a run."""
        return dict(self.tree(run_id).get("attrs") or {})

    def tree(self, run_id: str) -> dict[str, Any]:
        """All that is recorded of a run, but for the series of its metrics; {} for one that was not finished."""
        with suppress(KeyError):
            return dict(self.subtree(run_id).collect())
        return {}

    def subtree(self, run_id: str) -> Any:
        """The same as Aim holds it."""
        whole = self.repo.request_tree("meta", run_id, read_only=True)
        return whole.subtree("meta").subtree("chunks").subtree(run_id)

    @contextmanager
    def written(self, run_id: str) -> Iterator[Any]:
        """A run to be written to, a new one for ""."""
        from aim import Run

        self._forget()
        run = Run(run_id or None, repo=self.repo, **_ALONE)
        try:
            yield run
        finally:
            run.close()
            self.repo.container_pool.clear()
        self._index(run.hash)

    def _forget(self) -> None:
        """Aim remembers for half a second which runs there are: here, or on its server."""
        if self.is_remote:
            time.sleep(_REMEMBERED)
        self.repo._all_run_hashes.cache_clear()

    def _index(self, run_id: str) -> None:
        """Let Aim's own reader find the run at once."""
        if not self.is_remote:
            # `aim up` may be doing it at this moment, and does it later in any case
            with suppress(Exception):
                from aim.sdk.index_manager import RepoIndexManager

                RepoIndexManager(self.repo).index(run_id)
            self.repo.container_pool.clear()


@contextmanager
def repository(destination: Destination, *, make: bool) -> Iterator[Repository]:
    """The repository that a destination means; where there is none it is made, or stands empty."""
    aim = library()
    place = place_of(destination)
    if place.startswith(REMOTE):
        _check_server(place)
    elif not (Path(place) / _FOLDER).is_dir():
        if not make:
            yield Repository(place, None)
            return
        Path(place).mkdir(parents=True, exist_ok=True)
    has_one = place.startswith(REMOTE) or (Path(place) / _FOLDER / "VERSION").is_file()
    yield Repository(place, aim.Repo.from_path(place, init=not has_one))


def place_of(destination: Destination) -> str:
    """The server's address, or the absolute path of the folder in which `.aim` lies."""
    if server := _SERVER.fullmatch(destination.rest):
        return f"{REMOTE}{server[1]}"
    if parse_address(destination.rest).holds_url:
        raise ReproError(
            f"Aim has no repository {destination.rest}", "write aim:FOLDER or aim:aim://HOST:PORT"
        )
    check_keys(destination)
    path = located(destination.rest or ".", destination.folder)
    return str(path.parent if path.name == _FOLDER else path)


def is_on_server(destination: Destination) -> bool:
    """Whether a destination means a server."""
    return bool(_SERVER.fullmatch(destination.rest))


def address_of(repo: Any, root: Path) -> str:
    """The address of one of Aim's own objects, a folder relative to `root`."""
    if repo.is_remote_repo:
        return f"{SCHEME}:{REMOTE}{repo.root_path}"
    return f"{SCHEME}:{portable(Path(repo.root_path), root)}"


def library() -> Any:
    """The module `aim`.

    Raises MissingExtra, and NoAccess where it is not available, or does not work, on this Python.
    """
    try:
        import aim
    except ModuleNotFoundError as error:
        if error.name != "aim":
            raise _broken(error) from error
        if sys.version_info[:2] > _NEWEST_PYTHON:
            raise _broken(error) from error
        raise MissingExtra("Aim", "aim") from None
    except ImportError as error:
        raise _broken(error) from error
    logging.getLogger("aim").setLevel(logging.ERROR)
    return aim


def _broken(error: ImportError) -> NoAccess:
    running, newest = (".".join(map(str, each)) for each in (sys.version_info[:2], _NEWEST_PYTHON))
    if sys.version_info[:2] > _NEWEST_PYTHON:
        return NoAccess(
            f"Aim cannot be installed on Python {running}: it is published for Python {newest} and older",
            "run on an older Python, or publish to another tracker: mlflow:",
        )
    return NoAccess(f"Aim does not work on Python {running} as it is installed: {error}")


def _check_server(address: str) -> None:
    """Raise NoAccess where no Aim server answers: Aim itself would try for long."""
    host = address.removeprefix(REMOTE)
    reply = _status(f"http://{host}/status/")
    if not _is_json(reply):
        reply = min((reply, _status(f"https://{host}/status/")), key=lambda each: not _is_json(each))
    if not _is_json(reply):
        raise server_error(f"Aim's server {address}", reply, "ask who runs the server")


def _status(url: str) -> str:
    """What a server says of itself, or why it says nothing."""
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310  http or https
            return str(answer.read(_ENOUGH).decode(errors="replace"))
    except urllib.error.HTTPError as error:
        return f"status {error.code}: {error.read(_ENOUGH).decode(errors='replace')}"
    except (OSError, ValueError) as error:
        return str(error)


def _is_json(reply: str) -> bool:
    return reply.lstrip().startswith(("{", '"'))
