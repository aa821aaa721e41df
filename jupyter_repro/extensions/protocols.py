"""The Protocols of the extension points, but for those by which data is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from jupyter_repro.extensions.data import Undo
from jupyter_repro.policies.policy import Policy
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.queued_notebook import QueuedNotebook
from jupyter_repro.records.snapshot import Use
from jupyter_repro.records.tracked_run import Destination, LoggedRun, RunRecord
from jupyter_repro.verdicts import ContextChange, Divergence, Verdicts


class Pin(Protocol):
    """Makes one library's randomness repeat.

    It may also have
    `covers`, names of other libraries that draw from the same generators;
    `seeders`, functions ("module.name") by which a notebook seeds the library itself, after which it is left alone;
    `reseed(seed)`, which sets the state again at each cell's start and in child processes, in well under 1 ms;
    `forgets_at_fork`, whether the library makes a new state from entropy in a child process;
    `option`, the option of `%repro pin` without which it is not applied.
    """

    module: str
    """The pin is applied when this module is first imported, never before."""

    def apply(self, seed: int) -> Undo:
        """Set the library's state from `seed`, and give its unseeded generators a deterministic one.

        Raises ValueError for a seed the library does not take.
        """
        ...


class Probe(Protocol):
    """Notes when a source of nondeterminism is used, in which cell and line.

    It watches in one or more of these ways:
    `modules` and `start(module, note)`: when one of the modules is first imported, the probe wraps its functions;
    each calls `note(what)` at a use and answers with an undo;
    `events`: audit events, each with a function from its arguments to what is to be reported, or several such;
    `calls`: dotted names of functions that cannot be wrapped, each with what is to be reported; they are recognised in
    the source of a cell that has run;
    `read(source)`: anything else that can be read in a `CellSource`, as (line, what, whether it surely ran);
    `watches`: dotted names of functions that it wraps; in a second run they are recognised in the source as well, for
    what runs in another process;
    `suspect(source)`: what may be a use, as (line, what); it is asked in a second run only;
    `moved()`: what was used since it was asked last; in a second run it is asked after each line of a cell.

    It may also have
    `through`, top-level modules by which a notebook reaches the source: what they call counts as its own use;
    `only_unpinned`, whether it says nothing in a kernel whose seeds and environment are pinned;
    `deep`, whether what any other library calls counts as well;
    `asked_by_libraries`, False where it says nothing that a library asks for itself, even in a second run, or a
    function that tells it of what is to be reported;
    `at_import`, whether what a library asks for when it is imported counts in a second run, or a function of what
    it says;
    `counts_if_named`, whether what a library asks for counts where the notebook or its data names it, or a function of
    what it says;
    `shares`, for one that wraps functions which another probe wraps as well;
    `certainty`, "suspected" for what shows in few outputs;
    `remedies`, what to do about some of what is reported, where that is another thing than `remedy`.
    """

    kind: str
    remedy: str


class Site(Protocol):
    """Where a collector looks."""

    @property
    def folder(self) -> Path:
        """The notebook's folder."""
        ...

    @property
    def notebook(self) -> Path:
        """The notebook's file; inside the kernel, its folder."""
        ...

    @property
    def environ(self) -> Mapping[str, str]:
        """Environment variables as they were when recording began."""
        ...

    @property
    def data(self) -> DataUse:
        """Data that the recorder saw the notebook use."""
        ...

    @property
    def consumes(self) -> Mapping[str, Consumed]:
        """Snapshots that the notebook says it builds upon; empty inside the kernel."""
        ...

    @property
    def imported(self) -> frozenset[str]:
        """Top-level modules that the notebook imported; empty outside the kernel."""
        ...

    @property
    def uses(self) -> Sequence[Use]:
        """What the probes saw the notebook use; empty outside the kernel."""
        ...


class Collector(Protocol):
    """Knows one part of the context: how to record it and how to tell that it changed.

    One that runs inside the kernel may also have `seal(facts, site)`, which makes of what it collected there what the
    snapshot is to hold; it runs outside, where the notebook's name is known.
    """

    section: str
    """Field of `Context` that it fills; any other name goes to `Context.other`."""
    in_kernel: bool
    """Whether it must run inside the kernel, to see the kernel's own Python."""

    def collect(self, site: Site) -> Any:
        """The facts, as a record or as something JSON can hold; paths relative to `site.folder`."""
        ...

    def changes(self, recorded: Any, found: Any) -> Iterable[ContextChange]:
        """What of `recorded` is no longer so, of any kind; it is asked where both were collected."""
        ...


class Comparator(Protocol):
    """Compares two canonical representations of the MIME types it knows.

    It may also have `sees_all`, True for one that takes texts for the same though their digests differ.
    """

    mimes: tuple[str, ...]
    """MIME types, or patterns such as `image/*` and `*+json`; the most exact match wins."""

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when they are the same; a divergence with `allowed` set when the policy lets it pass."""
        ...


class Reporter(Protocol):
    """Tells verdicts in one format.

    It may also have `summary(verdicts)`, which is appended to the file that the environment variable
    `summary_variable` names, where the report goes to standard output; and `brief(verdicts, width, colour)`, a shorter
    report for standard output, where the user does not ask for all of it with -v.
    """

    suffix: str
    """Of the files that `-o FILE` writes in this format."""

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:
        """The whole report, ending with a newline."""
        ...


class Watcher(Protocol):
    """Follows a run of many notebooks."""

    def began(self, path: str) -> None:
        """A notebook begins."""
        ...

    def progress(self, path: str, above: int, total: int) -> None:
        """Before a cell of it: how many stand above the cell, and how many there are."""
        ...

    def ended(self, path: str, answer: Any) -> None:
        """A notebook has ended, with this answer."""
        ...

    def tick(self) -> None:
        """Some time has passed."""
        ...


class Executor(Protocol):
    """Runs many notebooks, several at a time."""

    def run(
        self,
        work: Callable[[str, Callable[[int, int], None]], Any],
        jobs: Sequence[QueuedNotebook],
        number: int,
        watcher: Watcher,
    ) -> Iterable[tuple[int, Any]]:
        """The index of each job with the answer of `work`, as they end; at most `number` run at a time.

        `work` takes a path and what it calls before each cell; it and its answers can be pickled where an executor
        needs that. In place of the answer of a run that was lost stands a ReproError.

        `work` may have `clear()`: then it brings along all files that it needs, whatever lies where it is called, and
        takes the path as it was given; an executor whose processes live longer calls `clear()` in each at the end.
        """
        ...


class Diversion(Protocol):
    """Keeps from a tracker what a notebook logs while it is verified.

    It is registered under the name of the tracker's library, and loaded in the notebook's kernel when that is imported.
    """

    modules: tuple[str, ...]
    """`divert` is called for each of them that the notebook imports."""

    def divert(self, module: str, scratch: Path, recorded: Sequence[str]) -> Undo:
        """From here on, let what the notebook logs go below the folder `scratch`, and be read from there as well.

        What the tracker holds can be read as before. `recorded` are ids of the runs that the notebook started when it
        was recorded: where the tracker's store can be seen without them, it is.
        """
        ...


class Tracker(Protocol):
    """Keeps what is known of a notebook as a run of an experiment tracker.

    It runs in a process of ours, never in the notebook's kernel, and imports its library only when it is used. Each
    method raises MissingExtra, NoAccess where the tracker cannot be reached or refuses, in one sentence and within
    seconds, and ReproError for anything else that a person can mend.

    It may also have
    `keeps_runs`, False for one that only watches what a notebook does, and publishes nothing;
    `run(destination, run_id)`, one run by its id, which raises NoSuchData where there is none;
    `default(environ)`, the address that is meant where only its scheme is said;
    `check(destination)`, which raises ReproError for an address under which nothing could ever be published; it neither
    imports the library nor asks anybody;
    `prepare()`, which imports what logging a run will need, while the notebook still runs; without it, the first of
    `modules` is imported then;
    `modules` and `watch(module, root, noted)`, of one that is registered under the name of its library: when that and
    then one of the modules is first imported in a notebook's kernel, the tracker watches there for runs that the
    notebook starts by itself, and calls `noted(OwnRun)` for each, with an address whose relative paths belong to
    `root`; the answer is an undo;
    `watch_stores(module, root, noted)`, which calls `noted` with the address of each store that the notebook opens, if
    only to read it;
    `is_store(destination, name)`, whether what a notebook read, an absolute path or an address, is the store itself and
    not something that is kept in it;
    `run_of_model(destination, model)`, the id of the run that a registered model came from, by the tracker's own
    address of the model.
    """

    schemes: tuple[str, ...]
    """URI schemes it answers for."""

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Log a run, with all that it holds, and answer how it is found again.

        Of `run.own`, those that lie in the destination are completed in place of a new one, with what
        `run.beside_own()` holds: nothing that the user logged is changed. Numbers stay numbers where the tracker keeps
        types. A run with the same id (in its tag `repro.snapshot`, or by the tracker's own id) that is there already,
        whole or in part, is completed.
        """
        ...

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Set tags of a run that is there, and put files into it, in place of those of the same names."""
        ...

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> Iterable[LoggedRun]:
        """The runs that have all these tags, the newest first; none where the destination does not exist yet."""
        ...

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Write all that `log` and `amend` put into a run below the folder `into`, under the same names.

        Raises NoSuchData where there is no such run.
        """
        ...
