"""Files that are opened without Python's knowledge: by compiled libraries and by programs that the notebook runs.

The operating system tells of every open in the folders that are watched, the notebook's own and those below it; it is
asked only where something may open files in such a way, and only for the time in which a cell runs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from jupyter_repro.files.data_paths import is_data
from jupyter_repro.files.opened_files import FileEvents
from jupyter_repro.recording.data.compiled_modules import may_open_files

Answer = TypeVar("Answer")

MOST_FOLDERS = 2000
"""Folders that are watched."""

STARTS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "pty.spawn", "subprocess.Popen")
"""Audit events after which another program may open files."""


class FileWatch:
    """Which files were opened and written while a cell ran."""

    def __init__(self, folder: str, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._tell = tell
        self._events: FileEvents | None = None
        self._before: tuple[set[str], set[str]] = set(), set()
        """What was opened and written in this cell before something was set aside."""

    def begin(self) -> None:
        """Watch from now on; said again, it does nothing."""
        if self._events is None:
            self._events = FileEvents()
            if self._events.works:
                self._watch(list(_folders(self._folder)))

    def imported(self, arguments: tuple[Any, ...], own: Callable[[Callable[[], None]], None]) -> None:
        """Watch from the first module on that may open files; `own` keeps what we import for it apart."""
        if may_open_files(*arguments[:2]):
            own(self.begin)

    def forget(self) -> None:
        """What happened between two cells is not the notebook's."""
        self._before = set(), set()
        if self._events and self._events.works:
            self._events.taken()

    def set_aside(self, act: Callable[[], Answer]) -> Answer:
        """What `act` answers; what is opened meanwhile is not the notebook's."""
        before = self.opened()
        try:
            return act()
        finally:
            self.forget()
            self._before = before

    def opened(self) -> tuple[set[str], set[str]]:
        """Files that were opened since, and those of them that were written to."""
        (opened, written), (before, written_before) = self._taken(), self._before
        return opened | before, written | written_before

    def _taken(self) -> tuple[set[str], set[str]]:
        if not self._events or not self._events.works:
            return set(), set()
        opened, written, made, lost = self._events.taken()
        self._watch([folder for made_one in made for folder in _folders(made_one)])
        if lost:
            self._tell("more files were opened in one cell than the system keeps count of")
        return opened, written

    def _watch(self, folders: list[str]) -> None:
        events = self._events
        if events is None:
            return
        room = MOST_FOLDERS - len(events.folders)
        if not events.watch(folders[:room]) or len(folders) > room:
            self._tell(f"files that other programs open in more than {MOST_FOLDERS} folders are not seen")


def _folders(top: str) -> Iterator[str]:
    """A folder and those below it that hold data."""
    waiting, count = [top], 0
    while waiting and count <= MOST_FOLDERS:
        folder = waiting.pop(0)
        if is_data(f"{folder}/x", top) or folder == top:
            count += 1
            yield folder
            waiting += _below(folder)


def _below(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(
                entry.path
                for entry in entries
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
            )
    except OSError:
        return []
