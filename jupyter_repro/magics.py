"""`%repro` in a notebook."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import display

from jupyter_repro.errors import ReproError
from jupyter_repro.files.subprocesses import own_command
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.suggestions import did_you_mean
from jupyter_repro.notebooks.kernel_notebook import notebook_path
from jupyter_repro.notebooks.magic_answers import ANSWER
from jupyter_repro.pinning.applied_pins import WRITTEN_OPTIONS
from jupyter_repro.pinning.seeds import checked_seed
from jupyter_repro.policies.cell_declarations import tolerance
from jupyter_repro.recording.consumed_snapshots import consumed_words
from jupyter_repro.recording.data_magic import data_answer, data_words
from jupyter_repro.recording.hidden_state import departures_of, names_of_runs
from jupyter_repro.recording.kernel import current as current_recorder
from jupyter_repro.recording.kernel import is_run, notes, recorder
from jupyter_repro.recording.notes import decode_notes
from jupyter_repro.recording.opened_data import open_data
from jupyter_repro.recording.session_words import as_html, as_text, status, watch_words
from jupyter_repro.recording.tracker_runs.own_runs import track_words
from jupyter_repro.recording.watch import variables
from jupyter_repro.records.watched import ALL, BUDGET, EXCEPT

HELP = """\
%repro pin [SEED]        pin every generator from SEED (42 where none is given); %repro seed is the same
    --per-cell           set all generators again at each cell's start, so that cells may run in any order
    --pin-uuid           make uuid.uuid4() repeat as well; its ids are then no secrets
%repro pin off           put back what was replaced
%repro probes exhaustive watch every call from the next cell on: exact, and slower; %repro probes cheap ends it
%repro status            what is pinned, what cannot be, what was recorded
%repro snapshot [PATH]   record this session beside its notebook; a claim until it is verified
%repro verify [PATH]     run the saved notebook in a fresh kernel and compare every output
%repro diff [PATH]       what changed since the snapshot
    --rev REV [--rev REV]  between the snapshot at a git revision and the one here, or between two revisions
%repro asof DATE         read versioned data as of a date or a time stamp from here on; %repro asof off: the newest
%repro data ADDRESS      one table, file or query at one exact version, which is recorded
    --asof DATE | --version ID  which one; the newest where neither is given
    --as NAME              put it into this variable: a table as a pandas.DataFrame, another file as its path
%repro uses NAME ADDRESS this notebook builds upon the snapshot of another one: its path, models:/NAME/VERSION, or a run
%repro track ADDRESS     publish snapshots in an experiment tracker, mlflow: or mlflow:http://host:5000; without: where
%repro track off         publish nothing
%repro watch NAME …      compare these variables too after each cell; without a name: what is watched
    --all [--budget 1s] [--except NAME …]  all variables of the notebook, within that time a cell
%repro watch off         watch nothing any more
%repro ignore            in a cell: its outputs are not compared
%repro tolerance 1e-6    in a cell: largest relative change of a number that is let pass
%repro help              this text"""

COMMANDS = (
    "pin",
    "seed",
    "probes",
    "status",
    "snapshot",
    "verify",
    "diff",
    "asof",
    "data",
    "uses",
    "track",
    "watch",
    "ignore",
    "tolerance",
    "help",
)
AS_WRITTEN = frozenset({"data", "track", "uses"})
"""Commands that read their argument's quotes themselves."""
WATCH_OPTIONS = (ALL, BUDGET, EXCEPT, "off")


def register(shell: Any) -> None:
    """Give a shell the `%repro` magic and its completion."""
    shell.register_magics(ReproMagics)
    shell.set_hook(
        "complete_command", lambda self, event: _completions(event.line, _variables(self)), str_key="%repro"
    )


def _completions(line: str, variables: Sequence[str] = ()) -> list[str]:
    words = line.split()
    first = len(words) < 2 or (len(words) == 2 and not line.endswith(" "))
    if first:
        return list(COMMANDS)
    return [*variables, *WATCH_OPTIONS] if words[1] == "watch" else []


def _variables(shell: Any) -> list[str]:
    return variables(shell.user_ns, shell.user_ns_hidden)


@magics_class
class ReproMagics(Magics):  # type: ignore[misc]
    """Pin, record and verify the notebook from inside."""

    @line_magic  # type: ignore[untyped-decorator]
    def repro(self, line: str) -> None:
        """Pin, record, verify."""
        command, _, argument = line.strip().partition(" ")
        command = command or "help"
        if command not in COMMANDS:
            meant = did_you_mean(command, COMMANDS)
            raise UsageError(f"%repro {command} is not known{meant and f'; {meant}'}; see: %repro help")
        try:
            _answered(
                getattr(self, f"_{command}"),
                argument.strip() if command in AS_WRITTEN else argument.strip().strip("'\""),
                reads_data=command == "data",
            )
        except ReproError as error:
            raise UsageError(str(error)) from None

    repro.__doc__ = HELP

    def _pin(self, argument: str) -> None:
        pinning = recorder(self.shell).pinning
        if argument == "off":
            pinning.unpin()
            answer("unpinned: what was replaced is put back")
            return
        words = argument.split()
        seeds = [word for word in words if word not in WRITTEN_OPTIONS] or ["42"]
        pinning.pin(
            checked_seed(" ".join(seeds)),
            [WRITTEN_OPTIONS[word] for word in words if word in WRITTEN_OPTIONS],
        )
        waiting = pinning.waiting()
        later = f"; when imported: {', '.join(waiting)}" if waiting else ""
        pinned = ", ".join(
            name if how.isdigit() else f"{name} ({how})" for name, how in pinning.state.items()
        )
        answer(f"pinned with seed {pinning.seed}: {pinned}{later}")

    _seed = _pin

    def _probes(self, argument: str) -> None:
        if argument not in {"exhaustive", "cheap"}:
            raise UsageError("say how: %repro probes exhaustive, or %repro probes cheap")
        recorder(self.shell).sightings.watch_calls(exhaustively=argument == "exhaustive")
        answer(f"probes are {argument} from the next cell on")

    def _status(self, _argument: str) -> None:
        try:
            path = os.path.relpath(self._notebook(""))
        except ReproError:
            path = ""
        current, seen = recorder(self.shell), decode_notes(notes())
        names = names_of_runs(seen.runs, path)
        hidden = departures_of(seen.runs, path)
        asof = current.travel.text
        shown = status(current.pinning, seen, current.environ, path, names, current.watch, hidden, asof)
        answer(as_text(shown), as_html(shown))

    def _snapshot(self, argument: str) -> None:
        if not self._in_a_run():
            path = self._notebook(argument)
            self._answer_of("jupyter_repro.taking_snapshots.live_snapshot", str(path), given=notes())

    def _verify(self, argument: str) -> None:
        if not self._in_a_run():
            self._answer_of("jupyter_repro", "verify", str(self._notebook(argument)))

    def _diff(self, argument: str) -> None:
        if not self._in_a_run():
            path, _, revisions = argument.partition("--rev")
            words = revisions.replace("--rev", " ").split()
            asked = [str(self._notebook(path.strip())), *(word.lstrip("=") for word in words)]
            done = self._said("jupyter_repro.differences.magic_answer", *asked)
            if done.returncode:
                answer((done.stdout + done.stderr).rstrip())
                return
            difference = json.loads(done.stdout)
            answer(difference["text"], difference["html"])

    def _asof(self, argument: str) -> None:
        travel = recorder(self.shell).travel
        if argument == "off":
            travel.end()
            answer("versioned data is read as it is now")
        elif argument:
            answer(f"versioned data is read as of {argument}: {iso(travel.go(argument))}")
        else:
            answer(
                f"as of {travel.text}"
                if travel.text
                else "no date is set; versioned data is read as it is now"
            )

    def _data(self, argument: str) -> None:
        asked = data_answer(argument)
        recorder(self.shell)
        data = open_data(asked.address, asof=asked.asof, version=asked.version)
        if asked.name:
            self.shell.user_ns[asked.name] = data.frame() if data.is_table else data.path()
        answer(data_words(data, asked.name))

    def _uses(self, argument: str) -> None:
        current = recorder(self.shell)
        answer(consumed_words(*current.uses(argument), current.folder))

    def _track(self, argument: str) -> None:
        answer(track_words(recorder(self.shell).own_runs, argument))

    def _watch(self, argument: str) -> None:
        watch = recorder(self.shell).watch
        if argument == "off":
            watch.end()
        elif argument:
            watch.add(argument.replace(",", " ").split())
        answer(watch_words(watch))

    def _ignore(self, _argument: str) -> None:
        """Read from the cell's source by whoever compares."""

    def _tolerance(self, argument: str) -> None:
        tolerance(argument)

    def _help(self, _argument: str) -> None:
        answer(HELP)

    def _notebook(self, given: str) -> Any:
        return notebook_path(given, self.shell.user_ns, os.environ)

    @staticmethod
    def _in_a_run() -> bool:
        if is_run():
            answer("this run is recorded from outside; nothing was written")
        return is_run()

    @classmethod
    def _answer_of(cls, module: str, *arguments: str, given: str = "") -> None:
        """Answer with what a process of our own says."""
        done = cls._said(module, *arguments, given=given)
        answer((done.stdout + done.stderr).rstrip())

    @staticmethod
    def _said(module: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """What a process of our own says, so that the user's kernel imports nothing for it."""
        return subprocess.run(  # noqa: S603  our own module, no shell
            own_command(module, *arguments),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )


def _answered(act: Callable[[str], None], argument: str, *, reads_data: bool) -> None:
    """Do what a command asks for; what it looks at itself, such as the settings, is no data of the notebook."""
    recording = current_recorder()
    if recording is None or reads_data:
        act(argument)
    else:
        recording.unwatched(act, argument)


def answer(text: str, html: str = "") -> None:
    """Show an answer as HTML with a plain-text twin, marked as ours."""
    html = html or f'<pre class="jupyter-repro" style="line-height: 1.35">{escape(text)}</pre>'
    display({"text/plain": text, "text/html": html}, raw=True, metadata={ANSWER: True})
