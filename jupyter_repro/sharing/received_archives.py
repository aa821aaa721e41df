"""Archives of projects that a worker has fetched: each once, for all notebooks that it runs of it."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from jupyter_repro.digest import Digest
from jupyter_repro.files.owned_names import new_folder, remove
from jupyter_repro.sharing.share_address import get
from jupyter_repro.sharing.shared_projects import SharedProject


@dataclass
class _Received:
    folder: Path
    users: int = 0
    is_wanted: bool = True


class ReceivedArchives:
    """Those of this process; they end with it, or when nobody wants them any more."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._received: dict[Digest, _Received] = {}

    @contextmanager
    def archive(self, project: SharedProject) -> Iterator[Path]:
        """The archive, for a while. Raises NoAccess where it cannot be fetched."""
        with self._lock:
            received = self._received.get(project.digest) or self._fetched(project)
            received.users += 1
        try:
            yield received.folder / project.archive
        finally:
            with self._lock:
                received.users -= 1
                self._remove_unused(received)

    def forget(self, digest: Digest) -> None:
        """Remove an archive, as soon as nobody uses it."""
        with self._lock:
            if received := self._received.pop(digest, None):
                received.is_wanted = False
                self._remove_unused(received)

    def forget_all(self) -> None:
        """Remove all."""
        for digest in [*self._received]:
            self.forget(digest)

    def _fetched(self, project: SharedProject) -> _Received:
        folder = new_folder()
        try:
            get(project.address, project.archive, folder / project.archive)
        except BaseException:
            remove(folder)
            raise
        self._received[project.digest] = received = _Received(folder)
        return received

    def _remove_unused(self, received: _Received) -> None:
        if not received.is_wanted and not received.users:
            remove(received.folder)


RECEIVED = ReceivedArchives()
atexit.register(RECEIVED.forget_all)
