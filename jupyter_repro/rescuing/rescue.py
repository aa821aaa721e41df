"""Finding the environment of a notebook that came without any versions: the one that gives its stored outputs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.environments.built_environments import create, environment_of, python_in
from jupyter_repro.environments.built_once import built_once
from jupyter_repro.environments.dated_packages import Candidate, resolved
from jupyter_repro.environments.declared_requirements import declared, in_cells
from jupyter_repro.environments.imported_distributions import distributions
from jupyter_repro.environments.lock_file import SUFFIXES, Form, Lock, lock_path
from jupyter_repro.environments.own_packages.kept_wheels import keep_wheels
from jupyter_repro.environments.own_packages.wheels_beside import wheels_beside
from jupyter_repro.environments.python_releases import came_out, python_of
from jupyter_repro.environments.uv import UvFailed
from jupyter_repro.errors import NotebookFailed, ReproError, UnreadableInput
from jupyter_repro.files.atomic_files import check_writable, exclusive, write_together
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.rescuing.candidates import after_trouble, after_verdict, failures, missing_file
from jupyter_repro.rescuing.notebook_date import NotebookDate, date_of, outputs_of
from jupyter_repro.rescuing.rescued_run import RescueRun, run_in, version_of
from jupyter_repro.rescuing.rescued_snapshot import installed_in, rescued_snapshot
from jupyter_repro.rescuing.stated_versions import stated_versions
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.verdicts import Verdict

Tell = Callable[[str], None]
AGREE = frozenset({"identical", "equivalent"})
_PATIENCE = 3
"""Attempts in a row that may be worse than the best."""
_UNBUILT = 4
"""Wishes that lead to no environment are this many times as cheap as those that lead to a run."""


@dataclass(frozen=True)
class Attempt:
    """One environment, and what the notebook gave in it."""

    wish: Candidate
    lock: Lock
    run: RescueRun
    versions: Mapping[str, str]
    """Of all that is installed there."""

    @property
    def agreeing(self) -> int:
        """Code cells that gave their stored outputs."""
        return sum(cell.status in AGREE or cell.status == "ignored" for cell in self.run.verdict.cells)

    @property
    def rank(self) -> tuple[int, int, int]:
        """What makes an attempt the better one: cells that agree, fewer errors, fewer differences."""
        cells = self.run.verdict.cells
        errors = len(list(failures(self.run.verdict)))
        return self.agreeing, -errors, -sum(len(cell.divergences) for cell in cells)


@dataclass(frozen=True)
class Rescued:
    """The best that was found."""

    verdict: Verdict
    lock: Lock
    agreeing: int
    cells: int
    tries: int


def rescue(
    path: Path, asof: str = "", tries: int = 8, tell: Tell = lambda _line: None, timeout: float | None = None
) -> Rescued:
    """Search the environment that gives the stored outputs, then write lock and snapshot beside the notebook.

    The notebook itself is not written to. Raises ReproError for what cannot be begun, and where no environment runs it.
    """
    notebook = _rescuable(path)
    check_writable(path.absolute().parent)
    with exclusive(path):
        known = date_of(path, notebook, asof)
        python = python_of(notebook, known.day)
        with scratch_folder() as temporary:
            search = _Search(path, notebook, known, python, Path(temporary), tell, timeout)
            best = search.run(tries)
            return search.written(best)


def _rescuable(path: Path) -> NotebookNode:
    if is_remote(path):
        raise UnreadableInput(path, "lock and snapshot are written beside it", "copy the notebook here first")
    notebook = read_notebook(path)
    if snapshot_path(path).exists():
        raise ReproError(
            f"{path} has a snapshot already",
            f"verify it with: jupyter repro verify {shell_word(path)} --isolated",
        )
    if not any(outputs_of(notebook)):
        raise ReproError(f"{path} stores no outputs: there is nothing to find an environment by", _OUTPUTS)
    return notebook


class _Search:
    """One rescue: what is tried, what came of it, and the best so far."""

    def __init__(
        self,
        path: Path,
        notebook: NotebookNode,
        known: NotebookDate,
        python: str,
        scratch: Path,
        tell: Tell,
        timeout: float | None,
    ) -> None:
        self.path, self.notebook, self.known = path, notebook, known
        self.scratch, self.tell, self.timeout = scratch, tell, timeout
        self.interpreter = base_python(python)
        self.python = version_of(self.interpreter)
        self.form = form_for(path)
        self.own = wheels_beside(path.absolute().parent)
        self.attempts: list[Attempt] = []
        self.trouble: list[ReproError] = []
        tell(f"{path} is of {known.day} ({known.source}); {_of_python(python, self.python)}")

    def run(self, tries: int) -> Attempt:
        """Try until all cells agree, nothing is left to try, or the tries are used up; the best attempt."""
        first = first_candidate(self.path, self.notebook, self.known, self.python)
        agenda, seen = deque([first]), {repr(first)}
        while agenda and len(self.attempts) < tries and len(self.trouble) < _UNBUILT * tries:
            wish = agenda.popleft()
            found = [each for each in self._tried(wish, first) if repr(each) not in seen]
            seen.update(map(repr, found))
            agenda.extendleft(reversed(found)) if self._is_news(wish) else agenda.extend(found)
            if self._is_found or self._is_lost:
                break
        if not self.attempts:
            last = self.trouble[-1]
            raise NotebookFailed(
                f"no environment could be built for {self.path}: {last.what}", last.remedy or _ASOF
            )
        return max(self.attempts, key=lambda attempt: attempt.rank)

    @property
    def _is_found(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].run.verdict.status in AGREE

    @property
    def _is_lost(self) -> bool:
        """Whether the last few were all worse than the best: what is tried leads away from it."""
        best = max((attempt.agreeing for attempt in self.attempts), default=0)
        last = self.attempts[-_PATIENCE:]
        return len(last) == _PATIENCE and all(attempt.agreeing < best for attempt in last)

    def _is_news(self, wish: Candidate) -> bool:
        """Whether a wish did better than all before it, or is to be mended before anything can be said of it."""
        if not self.attempts or self.attempts[-1].wish is not wish:
            return True
        *before, last = self.attempts
        return all(last.rank > attempt.rank for attempt in before)

    def _tried(self, wish: Candidate, first: Candidate) -> Iterator[Candidate]:
        """What to try after this one; nothing where it leads to packages that were tried already."""
        try:
            place = lock_path(self.path, self.form)
            own = [wheel for name, wheel in self.own.items() if name in wish.wanted]
            lock = resolved(wish, self.interpreter, self.python, self.form, place, own)
            versions = installed_in(environment_of(lock, self._wheels(lock)))
        except UvFailed as error:
            self.trouble.append(error)
            self.tell(f"  {_shortened(error.what)}")
            yield from after_trouble(wish, error.said)
            return
        if any(versions == attempt.versions for attempt in self.attempts):
            return
        number = len(self.attempts) + 1
        place = self.scratch / str(number)
        run = run_in(self.path, self.notebook, lock, place, self._wheels(lock), self.timeout)
        attempt = Attempt(wish, lock, run, versions)
        if gone := missing_file(run.verdict, self.path.absolute().parent):
            raise NotebookFailed(
                f"{self.path} reads {gone}, which is not here",
                f"put it where the notebook looks for it, then: jupyter repro rescue {shell_word(self.path)}",
            )
        self.attempts.append(attempt)
        self.tell(f"  attempt {number}: {self._described(attempt)}")
        yield from after_verdict(wish, run.verdict, versions, first, came_out(self.python))

    def _described(self, attempt: Attempt) -> str:
        versions = attempt.versions
        named = [f"{name} {versions[name]}" for name in sorted(attempt.wish.wanted) if name in versions]
        agree = f"{attempt.agreeing} of {counted(len(attempt.run.verdict.cells), 'cell')} agree"
        verdict = attempt.run.verdict
        why = next(iter((*failures(verdict), *(verdict.notes if not verdict.cells else ()))), "").split("\n")[
            0
        ]
        packages = ", ".join(named[:_MOST_NAMED]) or "no packages but the kernel's"
        return f"{attempt.wish.day}, {packages}: {agree}{f' ({_shortened(why)})' if why else ''}"

    def _wheels(self, lock: Lock) -> list[Path]:
        return [self.own[each.name].path for each in lock.wheels]

    def written(self, best: Attempt) -> Rescued:
        """Write what the best attempt ran in; both files or neither."""
        environment = environment_of(best.lock, self._wheels(best.lock))
        settings = settings_for(self.path.absolute().parent).data
        keep_wheels(snapshot_path(self.path), [self.own[each.name] for each in best.lock.wheels], settings)
        snapshot = rescued_snapshot(
            self.path, self.notebook, best.run, environment, best.wish.wanted, self.known.day
        )
        write_together(
            {best.lock.path: best.lock.content, snapshot_path(self.path): encode_snapshot(snapshot)}
        )
        for other in SUFFIXES.keys() - {best.lock.form}:
            lock_path(self.path, other).unlink(missing_ok=True)
        verdict = msgspec.structs.replace(best.run.verdict, notes=())
        return Rescued(verdict, best.lock, best.agreeing, len(verdict.cells), len(self.attempts))


def first_candidate(path: Path, notebook: NotebookNode, known: NotebookDate, python: str) -> Candidate:
    """What the notebook says of its packages, and of the others the newest of its day."""
    folder = path.absolute().parent
    written, stated = declared(notebook, folder), stated_versions(notebook)
    wanted = {*distributions(notebook, folder, python), *in_cells(notebook)}
    versions = {name: str(each.specifier) for name, each in written.items() if str(each.specifier)}
    versions |= {name: f"=={version}" for name, version in stated.items()}
    return Candidate(known.day, frozenset(wanted), versions, frozenset(stated))


def base_python(version: str) -> Path:
    """A bare environment with that Python, which builds what has to be built; raises ReproError."""
    folder = cache_folder() / "pythons" / digits_of(digest_text(version), 24)
    with built_once(folder) as missing:
        if missing:
            create(folder, version)
    return python_in(folder)


def form_for(path: Path) -> Form:
    """The form of lock that the project's settings ask for; a rescue always writes one."""
    form = settings_for(path.absolute().parent).lock
    return form if form in SUFFIXES else "pylock"


def _of_python(asked: str, found: str) -> str:
    named = (
        "Python"
        if asked != found and found.startswith(f"{asked}.")
        else f"Python {asked} is not here, Python"
    )
    return f"{'Python' if asked == found else named} {found} runs it"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 160
_MOST_NAMED = 5
_OUTPUTS = "run it in an environment of your own, and record it with: jupyter repro snapshot"
_ASOF = "try another date with: --asof DATE"
