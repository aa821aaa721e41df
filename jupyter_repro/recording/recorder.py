"""The recorder that lives in a kernel: which cell ran, in which order, what it showed, read and drew on.

It changes nothing that the notebook computes or prints. What fails in here is caught and kept in `problems`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.extensions.registry import parts
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.pinning.applied_pins import PINNING
from jupyter_repro.recording import messages
from jupyter_repro.recording.consumed_snapshots import consumed
from jupyter_repro.recording.data import reads
from jupyter_repro.recording.data.audit_events import Hearers, listen
from jupyter_repro.recording.data.listed_folders import listings
from jupyter_repro.recording.data.read_texts import read_texts
from jupyter_repro.recording.data.time_travel import TimeTravel
from jupyter_repro.recording.data.watched_folders import STARTS, FileWatch
from jupyter_repro.recording.frames import line_in
from jupyter_repro.recording.imported_modules import LoadedModules, imported_names, top_level
from jupyter_repro.recording.kernel_site import KernelSite
from jupyter_repro.recording.library_parts import LibraryParts
from jupyter_repro.recording.named_blocks import NamedBlocks
from jupyter_repro.recording.notes import CellRun, Notes, with_paths
from jupyter_repro.recording.outputs import OutputArea
from jupyter_repro.recording.reader_notes import Noted, start_readers
from jupyter_repro.recording.sightings import Sightings
from jupyter_repro.recording.tracebacks import leave_out_ours
from jupyter_repro.recording.tracker_runs.diversions import start_diversions
from jupyter_repro.recording.tracker_runs.own_runs import OwnRuns
from jupyter_repro.recording.tracker_runs.swept_trials import SweptTrials
from jupyter_repro.recording.watch import Watch
from jupyter_repro.records.consumed_snapshots import Consumed, made_elsewhere
from jupyter_repro.records.data_use import DataUse

Answer = TypeVar("Answer")

LISTINGS = ("os.listdir", "os.scandir")
"""Audit events of a folder that is listed."""


class Recorder:
    """Watches one IPython shell."""

    def __init__(self, shell: Any, *, capture: bool) -> None:
        self.pinning = PINNING
        self.runs: list[tuple[CellRun, OutputArea]] = []
        self.problems: dict[str, None] = {}
        self.watch = Watch()
        self.folder = Path.cwd()
        self.reads = reads.Reads(self.folder, self._place)
        self.travel = TimeTravel(self.folder)
        self.consumes: dict[str, Consumed] = {}
        self.blocks = NamedBlocks(self._run_now)
        self.trials = SweptTrials(self.blocks, self._run_now, self.guarded)
        self.own_runs = OwnRuns(self.folder, self._place, self.trials.began_run)
        self._shell = shell
        self._capture = capture
        self.environ = dict(os.environ)
        self._running: CellRun | None = None
        self._file = ""
        self._modules = LoadedModules()
        self._imported: set[str] = set()
        # IPython imports parts of itself when a cell first needs them
        self._of_the_kernel = top_level(sys.modules)
        self._areas: dict[str, OutputArea] = {}
        self._displays: dict[str, list[dict[str, Any]]] = {}
        self._local = threading.local()
        self.sightings = Sightings(str(self.folder), self.guarded, self._unusable)
        self._files = FileWatch(str(self.folder), lambda what: self.problems.setdefault(what))

    def start(self) -> None:
        """Begin to watch; what cannot be watched is a problem, not an error."""
        events = self._shell.events
        events.register("pre_run_cell", self.guarded(self._cell_begins))
        events.register("post_run_cell", self.guarded(self._cell_ends))
        if self._capture:
            self.guarded(self._listen)()
        self.guarded(leave_out_ours)(self._shell)
        self.sightings.start(self._safe)
        noted = Noted(
            self.reads, self.guarded, self._place, self.folder, (self.wish, self.unwatched, self._check_held)
        )
        libraries = LibraryParts(self._safe, self.own_imports, self._unusable)
        start_readers(libraries, noted, partial(self.own_imports, self._files.begin))
        start_diversions(libraries, self.problems.setdefault)
        self.own_runs.start(libraries, self.guarded)
        self.trials.start(libraries)
        listen(self._hearers(), self.reads.known)

    def _hearers(self) -> Hearers:
        hearers = {event: list(map(self.guarded, all_)) for event, all_ in self.sightings.events.items()}

        def hear(event: str, act: Callable[..., None]) -> None:
            hearers.setdefault(event, []).append(self.guarded(act))

        hear("open", self._opened)
        hear("os.chdir", self._moved)
        hear("os.rename", self._renamed)
        hear("tempfile.mkdtemp", lambda arguments, _caller: self.reads.made(arguments[0]))
        for event in LISTINGS:
            hear(event, self._listed)
        for event in STARTS:
            hear(event, lambda _arguments, _caller: self.own_imports(self._files.begin))
        hear("import", lambda arguments, _caller: self._files.imported(arguments, self.own_imports))
        return hearers

    def notes(self) -> Notes:
        """All that is known by now."""
        texts = [*(run.source for run, _ in self.runs), *read_texts(self._data())]
        self.unwatched(self.sightings.note_named, self.environ, texts)
        notes = Notes(
            seed=self.pinning.seed,
            pins=dict(self.pinning.state),
            pin_options=sorted(self.pinning.options),
            folder=str(self.folder),
            runs=[run.with_outputs(area.notebook_outputs()) for run, area in self.runs],
            data=with_paths(self._data(), lambda path: portable(Path(path), self.folder)),
            uses=[*self.sightings.uses, *listings(self._data(), self.folder)],
            watch=list(self.watch.ever.words),
            consumes=made_elsewhere(
                {**self.reads.consumed, **self.consumes}, {run.id for run in self.own_runs.runs}
            ),
            blocks=self.blocks.records(self._is_last),
            own_runs=self.own_runs.runs,
            tracked=dict(self.own_runs.cells),
            track=self.own_runs.track,
        )
        self.own_imports(self._collect_all, notes)
        notes.problems = list(self.problems)
        return notes

    def unwatched(self, act: Callable[..., Answer], *args: Any) -> Answer:
        """What `act` answers; what it reads itself is not the notebook's data."""
        if self._is_ours():
            return act(*args)
        self._local.ours = True
        try:
            return self._files.set_aside(partial(act, *args))
        finally:
            self._local.ours = False

    def own_imports(self, act: Callable[..., Answer], *args: Any) -> Answer:
        """What `act` answers; the modules that it needs itself, while a cell runs, are no imports of the notebook's."""
        loaded = set(sys.modules)
        try:
            return act(*args)
        finally:
            self._of_the_kernel |= top_level(set(sys.modules) - loaded)

    def uses(self, line: str) -> tuple[str, Consumed]:
        """Note a snapshot that the notebook builds upon, in the words of `%repro uses`; raises ReproError."""
        name, snapshot = self.unwatched(consumed, line, self.folder)
        self.consumes[name] = snapshot
        return name, snapshot

    def versioned(self, found: Found) -> None:
        """Note a version of data that the notebook asked for by its address."""
        self.guarded(self.reads.versioned)(found)

    def wish(self, name: str) -> Wish | None:
        """Which version the notebook is to read of some data; None as well for what we read ourselves."""
        return None if self._is_ours() else self.travel.wish(name)

    def _check_held(self, value: Any) -> None:
        if not self._is_ours():
            self.travel.check_held(value)

    def _is_ours(self) -> bool:
        return bool(getattr(self._local, "ours", False))

    # what IPython tells

    def _cell_begins(self, info: Any) -> None:
        if info.silent or not info.store_history:
            return
        self._running = CellRun(id=info.cell_id or f"run {len(self.runs) + 1}", source=info.raw_cell)
        area = OutputArea(self._displays)
        self.runs.append((self._running, area))
        # the name ipykernel compiles the cell under; it is where frames and warnings point
        self._file = str(self._shell.compile.get_code_name(info.raw_cell, info.raw_cell, 0))
        self.sightings.cell_begins(self._file, self._running.id)
        self._files.forget()
        self._modules.new()  # those that came between two cells are not the notebook's
        # a front end that sends no ids: the same source is the same cell
        self.pinning.cell_begins(info.cell_id or info.raw_cell)
        if self._capture:
            self._areas[self._shell.kernel.get_parent("shell")["header"]["msg_id"]] = area

    def _cell_ends(self, result: Any) -> None:
        if self._running is not None:
            self.reads.seen_opened(*self._files.opened(), "\n".join(run.source for run, _ in self.runs))
            self.travel.cell_ends(self.reads)
        run, self._running = self._running, None
        if run is None:
            return
        run.succeeded, run.count = bool(result.success), result.execution_count or 0
        self._imported |= top_level(self._modules.new()) - self._of_the_kernel
        source = CellSource(run.source, self._shell.user_ns, self._shell.transform_cell)
        self._imported |= imported_names(source.tree)
        self.sightings.cell_ends(run.id, source, succeeded=run.succeeded)
        run.state = self.watch.state(self._shell.user_ns, self._shell.user_ns_hidden)

    # what the kernel sends

    def _listen(self) -> None:
        messages.listen(self._shell.kernel.session, self.guarded(self._hear))

    def _hear(self, kind: str, request: str, content: dict[str, Any]) -> None:
        if area := self._areas.get(request):
            area.receive(kind, content)

    def _opened(self, arguments: tuple[Any, str | None, int], _caller: FrameType | None) -> None:
        if self._running is not None and not isinstance(arguments[0], int):
            self.reads.opened(*arguments)

    def _listed(self, arguments: tuple[Any, ...], caller: FrameType | None) -> None:
        if self._running is not None and not isinstance(arguments[0], int):
            for_names = self.sightings.is_asked_by_notebook(caller, reads.LISTING)
            self.reads.listed(arguments[0], for_names=for_names)

    def _renamed(self, arguments: tuple[Any, ...], _caller: FrameType | None) -> None:
        if self._running is not None:
            self.reads.renamed(*arguments[:2])

    def _moved(self, _arguments: tuple[Any, ...], _caller: FrameType | None) -> None:
        """Relative paths mean other files now."""
        self.reads.known.clear()

    def _place(self) -> tuple[str, int]:
        run = self._running
        if run is None:
            return "", 0
        return run.id, line_in(self._file, sys._getframe(1))

    def _collect_all(self, notes: Notes) -> None:
        for collector in parts("collectors", self._unusable).values():
            if collector.in_kernel:
                self._safe(self._collect)(collector, notes)

    def _run_now(self) -> CellRun | None:
        return self._running

    def _is_last(self, run: CellRun | None) -> bool:
        """Whether the cell of a run was not run again later."""
        last = {each.id: each for each, _ in self.runs}
        return run is None or last.get(run.id) is run

    def _data(self) -> DataUse:
        return self.travel.marked(self.own_runs.without_stores(self.reads.use()))

    def _collect(self, collector: Any, notes: Notes) -> None:
        site = KernelSite(
            self.folder, self.environ, self._data(), frozenset(self._imported), tuple(self.sightings.uses)
        )
        notes.sections[collector.section] = collector.collect(site)

    def _unusable(self, name: str, error: Exception) -> None:
        self.problems.setdefault(f"{name}: {type(error).__name__}: {error}")

    def guarded(self, act: Callable[..., None]) -> Callable[..., None]:
        """`act`, except that it can neither raise into the notebook nor watch itself."""
        safe = self._safe(act)

        @wraps(act)
        def guarded(*args: Any, **named: Any) -> None:
            if not self._is_ours():
                safe(*args, **named)

        return guarded

    def _safe(self, act: Callable[..., None]) -> Callable[..., None]:
        """`act`, except that it cannot raise into the notebook.

        For what begins with the import of a library, which may be an import of ours.
        """

        @wraps(act)
        def safe(*args: Any, **named: Any) -> None:
            before = self._is_ours()
            self._local.ours = True
            try:
                act(*args, **named)
            except Exception as error:
                self._unusable(getattr(act, "__name__", str(act)), error)
            finally:
                self._local.ours = before

        return safe
