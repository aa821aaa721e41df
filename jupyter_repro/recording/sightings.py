"""What the probes see: which source of nondeterminism was used, in which cell and line.

A probe watches in up to three ways: functions that it wraps, audit events, and reading a cell that has run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from types import CodeType, FrameType
from typing import Any

from jupyter_repro.extensions.registry import parts
from jupyter_repro.files.data_paths import is_data
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import when_imported
from jupyter_repro.recording.close_watch.call_watching import CallWatching
from jupyter_repro.recording.close_watch.entered_functions import EnteredFunctions
from jupyter_repro.recording.close_watch.line_watching import LineWatching
from jupyter_repro.recording.frames import OF_THE_KERNEL, PLUMBING, asking_library, beyond, holds, user_place
from jupyter_repro.recording.probe_options import certainty, is_silent, says, use_of
from jupyter_repro.records.environment_reads import ALL, names_read, reads_named, words_of
from jupyter_repro.records.snapshot import Use

MOST_USES = 200
"""Notes that are kept; one more place says no more than the first two hundred."""

Guard = Callable[[Callable[..., None]], Callable[..., None]]


class Sightings:
    """The uses that were seen so far."""

    def __init__(self, folder: str, guarded: Guard, unusable: Callable[[str, Exception], None]) -> None:
        self.uses: dict[Use, None] = {}
        self._of_libraries: dict[Use, None] = {}
        self.events: dict[str, list[Callable[[tuple[Any, ...], FrameType | None], None]]] = {}
        """Audit events that probes want to hear."""
        self.probes = parts("probes", unusable)
        self._folder = folder
        self._guarded = guarded
        self._files: dict[str, str] = {}
        self._running = False
        self._asked: set[tuple[CodeType, int, str]] = set()
        self._watchers: set[CodeType] = set()
        self._calls: CallWatching | None = None
        self._lines: LineWatching | None = None
        self._functions = EnteredFunctions()
        self._local_files: dict[str, bool] = {}
        self._closely = False

    def start(self, safe: Guard) -> None:
        """Begin to watch; `safe` is for what begins with the import of a library."""
        for probe in self.probes.values():
            for module in getattr(probe, "modules", ()):
                start = safe(lambda loaded, probe=probe: self._start(probe, loaded.__name__))
                when_imported(module, start)
            for event, word in getattr(probe, "events", {}).items():
                self.events.setdefault(event, []).append(partial(self._heard, probe, word))

    def watch_calls(self, *, exhaustively: bool) -> None:
        """From the next cell on, watch the calls that are else only read in the source; or read them again."""
        if self._calls:
            self._calls.end()
        users = self._guarded(self._called)
        self._calls = CallWatching(self._is_users, users) if exhaustively else None

    def watch_closely(self) -> None:
        """Watch every call and line, and note as suspected what libraries ask for on the notebook's behalf."""
        self._closely = True
        self._lines = LineWatching(
            self._files, self._guarded(self._line_ran), self._guarded(self._function_begins)
        )
        self._calls = CallWatching(self._is_anybodys, self._guarded(self._called))

    def _is_anybodys(self, file: str) -> bool:
        """Whether code is not the kernel's own."""
        return self._is_users(file) or not OF_THE_KERNEL.search(file)

    def cell_begins(self, file: str, cell: str) -> None:
        """A cell runs that was compiled under the name of this file."""
        self._files[file] = cell
        # what it was, and was mended since, is not what it is
        for uses in (self.uses, self._of_libraries):
            for use in [use for use in uses if use.cell == cell]:
                del uses[use]
        self._asked.clear()
        self._running = True
        if self._lines:
            self._line_ran(None, 0)
            self._lines.begin()
        if self._calls:
            self._calls.begin()

    def cell_ends(self, cell: str, source: CellSource, *, succeeded: bool) -> None:
        """The cell has run: read what could not be watched."""
        if self._lines:
            self._lines.end()
        if self._calls:
            self._calls.end()
        self._running = False
        for probe in self._heeded():
            read = [
                Use(probe.kind, cell, line, what, probe.remedy, certainty(sure=sure and succeeded))
                for line, what, sure in self._read(probe, source)
            ]
            self._replace(read)
            if self._closely:
                seen = {(use.kind, use.cell, use.line) for use in self.uses}
                for line, what in self._suspected(probe, source):
                    if (probe.kind, cell, line) not in seen:
                        self._note(Use(probe.kind, cell, line, what, probe.remedy, "suspected"))
        self._read_functions()

    def _replace(self, read: Sequence[Use]) -> None:
        """Note what was read, in place of what a function in C was seen to do on its behalf at that line."""
        lines = {(use.kind, use.cell, use.line) for use in read if use.certainty == "observed"}
        for use in [use for use in self.uses if (use.kind, use.cell, use.line) in lines and use not in read]:
            del self.uses[use]
        for use in read:
            self._note(use)

    def _called(self, name: str, frame: FrameType) -> None:
        for probe in self._heeded():
            if what := getattr(probe, "calls", {}).get(name):
                self._note_at(probe, what, frame, PLUMBING)

    def _line_ran(self, frame: FrameType | None, line: int) -> None:
        """Note what moved since it was asked last; without a frame, it was none of the notebook's lines."""
        for probe in self.probes.values():
            for what in probe.moved() if hasattr(probe, "moved") else ():
                if frame is not None and (cell := self._files.get(frame.f_code.co_filename)):
                    self._note(Use(probe.kind, cell, line, what, probe.remedy))

    def _function_begins(self, frame: FrameType) -> None:
        """Remember a function of the notebook's own modules, and the line of a cell that led there."""
        file = frame.f_code.co_filename
        if file not in self._local_files:
            self._local_files[file] = self._is_local(file)
        if self._local_files[file]:
            each: FrameType | None = frame
            while each is not None and each.f_code.co_filename not in self._files:
                each = each.f_back
            if each is not None:
                self._functions.add(frame, self._files[each.f_code.co_filename], each.f_lineno)

    def _read_functions(self) -> None:
        """Read the functions that ran as their cell is read."""
        for function in self._functions.take():
            for probe in self._heeded():
                read = ((*each[:2], True) for each in self._read(probe, function.source))
                suspected = ((*each, False) for each in self._suspected(probe, function.source))
                for line, what, sure in (*read, *suspected):
                    if line in function.lines:
                        said, seen = f"{what}, in {function.module}", certainty(sure=sure)
                        self._note(Use(probe.kind, function.cell, function.line, said, probe.remedy, seen))

    def _is_users(self, file: str) -> bool:
        return file in self._files or self._is_local(file)

    def _read(self, probe: Any, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        calls = {} if self._calls else getattr(probe, "calls", {})
        for call in source.calls:
            if call.name in calls:
                yield call.node.lineno, calls[call.name], call.sure
        if read := getattr(probe, "read", None):
            yield from read(source)

    def _suspected(self, probe: Any, source: CellSource) -> Iterator[tuple[int, str]]:
        watches = getattr(probe, "watches", {})
        known = {**getattr(probe, "calls", {}), **watches}
        yield from ((line, known[name]) for line, name in source.mentions if name in known)
        # what runs in another process is not seen
        yield from ((call.node.lineno, watches[call.name]) for call in source.calls if call.name in watches)
        if suspect := getattr(probe, "suspect", None):
            yield from suspect(source)

    def _start(self, probe: Any, module: str) -> None:
        probe.start(module, self._noting(probe))

    def _noting(self, probe: Any) -> Callable[[str], None]:
        """The `note` of a probe; it must cost next to nothing where it was asked before."""
        through = PLUMBING | getattr(probe, "through", frozenset())
        sharing = {type(each).__module__ for each in self.probes.values() if hasattr(each, "shares")}
        asked, slow = self._asked, self._guarded(self._note_at)

        def note(what: str, name: str = "", found: str = "") -> None:
            watcher = sys._getframe(1)
            caller = watcher.f_back
            while caller is not None and (caller.f_globals.get("__name__") in sharing or holds(caller)):
                caller = caller.f_back
            asker = beyond(caller, through)
            if not self._running or caller is None or asker is None:
                return
            if (asker.f_code, asker.f_lasti, what) in asked or is_silent(probe):
                return
            asked.add((asker.f_code, asker.f_lasti, what))
            self._watchers.add(watcher.f_code)
            slow(probe, what, caller, through, self._watchers, (name, found) if name else ())

        return note

    def _note_at(
        self,
        probe: Any,
        what: str,
        caller: FrameType,
        through: Container[str],
        watchers: Container[CodeType] = (),
        looked: Sequence[str] = (),
    ) -> None:
        """Note a use at the user's line: the one that asked, or, closely, the one that a library asked for."""
        place = user_place(self._files, caller, watchers, through, self._is_local)
        if place:
            self._note(use_of(probe, *place, what, looked))
        else:
            self._note_of_library(probe, what, caller, through, watchers)

    def _note_of_library(
        self,
        probe: Any,
        what: str,
        caller: FrameType | None,
        through: Container[str],
        watchers: Container[CodeType],
    ) -> None:
        suspects = self._closely and says(probe, "asked_by_libraries", what, usual=True)
        counts_if_named = says(probe, "counts_if_named", what, usual=False)
        if not suspects and not counts_if_named:
            return
        at_import = says(probe, "at_import", what, usual=False)
        if library := asking_library(self._files, caller, watchers, through, at_import=at_import):
            name, cell, line = library
            if suspects:
                said = f"{what}, asked by {name}"
                self._note(Use(probe.kind, cell, line, said, probe.remedy, "suspected"))
            if counts_if_named:
                self._of_libraries.setdefault(Use(probe.kind, cell, line, what, probe.remedy))

    def note_named(self, variables: Iterable[str], texts: Iterable[str]) -> None:
        """Note which environment variables were read that the user's own texts name, by a library or among all."""
        asked = [*self._of_libraries, *(use for use in self.uses if use.what == ALL)]
        if asked:
            known = names_read(self.uses)
            for use in list(reads_named(asked, variables, words_of(texts))):
                if not names_read([use]) <= known:
                    self._note(use)

    def _heard(
        self,
        probe: Any,
        word: Callable[[tuple[Any, ...]], str | Sequence[str]],
        arguments: tuple[Any, ...],
        caller: FrameType | None,
    ) -> None:
        said = word(arguments) if self._running else ""
        if not said:
            return
        through = PLUMBING | getattr(probe, "through", frozenset())
        deep = getattr(probe, "deep", False)
        place = user_place(self._files, caller, self._watchers, through, self._is_local, deep=deep)
        for what in (said,) if isinstance(said, str) else said:
            if place:
                self._note(Use(probe.kind, place[0], place[1], what, probe.remedy))
            else:
                self._note_of_library(probe, what, caller, through, self._watchers)

    def is_asked_by_notebook(self, caller: FrameType | None, through: Container[str]) -> bool:
        """Whether the notebook or a module of its own asked, itself or by one of the modules in `through`."""
        return user_place(self._files, caller, (), through, self._is_local) is not None

    def _heeded(self) -> Iterator[Any]:
        """The probes that have something to say now."""
        return (probe for probe in self.probes.values() if not is_silent(probe))

    def _is_local(self, file: str) -> bool:
        """Whether a file is a module of the user's own, beside the notebook."""
        return file.startswith(self._folder) and is_data(file, self._folder)

    def _note(self, use: Use) -> None:
        if len(self.uses) < MOST_USES:
            self.uses.setdefault(use)
