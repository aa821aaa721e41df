"""Watching a kernel while it runs: what it uses, and whether that is more than it may.

A thread looks again and again, and takes less than a hundredth of a processor's time. The system's own limits of
address space and data (setrlimit) do not help here: they count what is reserved, and CUDA, Java, jemalloc and the
stacks of threads reserve many times what they ever touch.
"""

from __future__ import annotations

from math import inf
from threading import Event, Thread
from time import monotonic

import psutil

from jupyter_repro.errors import ReproError
from jupyter_repro.executing.paced import Paced
from jupyter_repro.executing.plan import LimitExceeded
from jupyter_repro.executing.process_tree import ProcessTree
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.recording.notes import Notes
from jupyter_repro.records.run_limits import Allowance, RunLimits
from jupyter_repro.verdicts import ResourceUse

PAUSE = 0.05
"""Seconds between two looks at the memory, where looking is as cheap as it mostly is."""
LONGEST_PAUSE = 1.0
"""Seconds between these, however much there is to look at …"""
LONGEST_PAUSE_OF_PROCESSES = 3.0
"""… and between two looks for processes that were started."""
SHARE = 0.003
"""Of a processor's time, for each of the three kinds of looks …"""
SHARE_AT_THE_LIMIT = 0.05
"""… and where only an exact look tells whether a limit is exceeded."""


class KernelWatch:
    """Measures one kernel with all that it starts, and ends it where it exceeds its limits."""

    def __init__(self, limits: RunLimits, mark: str = "") -> None:
        """`mark` is the value of the variable by which the kernel's processes are known."""
        self._limits, self._mark = limits, mark
        self._stop = Event()
        self._looks: _Looks | None = None
        self._thread: Thread | None = None
        self._peak = 0
        self.exceeded: LimitExceeded | None = None
        """Which limit it was ended for."""

    def begin(self, kernel: int | None) -> None:
        """Watch the process of this number, which has just started.

        Raises ReproError where there are limits, and whoever started the kernel does not say which process it is.
        """
        if kernel is None:
            self._check_unlimited()
            return
        try:
            self._looks = _Looks(ProcessTree(kernel, self._mark))
        except psutil.Error:
            return  # it has ended already, which whoever waits for it sees
        self._thread = Thread(target=self._watch, args=(self._looks,), name="kernel watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Watch no longer."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def kill(self) -> None:
        """End the kernel, and all that it has started, at once."""
        self.end()
        if self._looks:
            self._looks.processes()
            self._looks.tree.end()

    def used(self, notes: Notes | None) -> ResourceUse:
        """What was used: of what was seen, and what the kernel itself counted, the larger."""
        counted = (notes and notes.used) or ResourceUse()
        cpu_seconds = max(self._looks.cpu_seconds if self._looks else 0.0, counted.cpu_seconds)
        return ResourceUse(round(cpu_seconds, 2), max(self._peak, counted.peak_memory))

    def _check_unlimited(self) -> None:
        if self._limits.are_set:
            raise ReproError(
                "the process of this kernel is not known, so that nobody can see what it takes",
                "run it without a notebook-timeout and a memory-limit",
            )

    def _watch(self, looks: _Looks) -> None:
        deadline = monotonic() + (self._limits.notebook_timeout or inf)
        while not self._stop.wait(min(looks.memory.wait, max(deadline - monotonic(), 0))):
            if looks.processes.is_due:
                looks.processes()
            if looks.tree.ended:
                return
            self.exceeded = self._too_long(deadline) or self._too_large(looks)
            if self.exceeded:
                looks.tree.end()
                return

    def _too_long(self, deadline: float) -> LimitExceeded | None:
        if self._limits.notebook_timeout is None or monotonic() < deadline:
            return None
        seconds = self._limits.notebook_timeout
        more = Allowance("--notebook-timeout", f"{2 * seconds:g}")
        return LimitExceeded(f"the notebook took longer than {seconds:g} s", more)

    def _too_large(self, looks: _Looks) -> LimitExceeded | None:
        limit = self._limits.memory
        memory = looks.memory_within(inf if limit is None else limit, self._peak)
        self._peak = max(self._peak, memory)
        if limit is None or memory <= limit:
            return None
        more = Allowance("--memory-limit", human_size(2 * limit).replace(" ", ""))
        return LimitExceeded(f"it used more than {human_size(limit)} of memory", more)


class _Looks:
    """The looks at one kernel, each as often as it is cheap."""

    def __init__(self, tree: ProcessTree) -> None:
        self.tree = tree
        self.cpu_seconds = 0.0
        self.processes = Paced(self._processes, SHARE, longest=LONGEST_PAUSE_OF_PROCESSES)
        self.memory = Paced(tree.resident, SHARE, shortest=PAUSE, longest=LONGEST_PAUSE)
        self._exact = Paced(tree.resident_exactly, SHARE)
        self._exact_at_the_limit = Paced(tree.resident_exactly, SHARE_AT_THE_LIMIT, longest=LONGEST_PAUSE)

    def _processes(self) -> None:
        self.tree.find()
        self.cpu_seconds = max(self.cpu_seconds, self.tree.cpu_seconds())

    def memory_within(self, limit: float, known: int) -> int:
        """Bytes that are used now, or 0 where they are within the limit and not worth an exact look.

        They are worth one where they may be more than are `known` to have been used.
        """
        most = self.memory()
        if most > limit and self._exact_at_the_limit.is_due:
            return self._exact_at_the_limit()
        return self._exact() if most > known and self._exact.is_due else 0
