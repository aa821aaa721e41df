"""The state of a session, for `%repro status`: one screen, as text and as HTML."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape

import msgspec

from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.formatting.unheld_data import unheld_lines
from jupyter_repro.pinning.applied_pins import NOT_PINNED, PER_CELL, UUID, Pinning
from jupyter_repro.pinning.environment_pins import HASH_SEED, THREADS, environment_found, not_pinned
from jupyter_repro.recording.notes import Notes
from jupyter_repro.recording.watch import Watch
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.session_states import is_digested
from jupyter_repro.records.snapshot import Use
from jupyter_repro.records.watched import Watched

MOST_FILES = 6
MOST_USES = 10
MOST_SENTENCES = 6
MOST_SKIPPED = 6
_WIDEST_LABEL = 10
_WITH_WORKERS = frozenset({"distributed", "pyspark", "ray"})
"""Libraries whose workers we do not start. Those of multiprocessing, concurrent.futures and joblib are pinned."""
_STYLE = "text-align: left; vertical-align: top; white-space: pre-wrap"


class StatusSection(msgspec.Struct):
    """One topic of the status: rows of a label and what is said."""

    title: str
    rows: list[tuple[str, str]] = msgspec.field(default_factory=list)

    def say(self, label: str, what: str) -> None:
        """Add a row."""
        self.rows.append((label, what))


def status(
    pinning: Pinning,
    notes: Notes,
    environ: Mapping[str, str],
    notebook: str,
    cells: Mapping[str, str],
    watch: Watch,
    hidden: Sequence[str] = (),
    asof: str = "",
) -> list[StatusSection]:
    """What is pinned, what cannot be here and why, what was used unpinned, what was recorded.

    `notebook` is the path of the notebook, "" where it is not known; `cells` maps a cell's id to what it is called;
    `hidden` is how the session differed from a run from top to bottom; `asof` is the moment that was asked for.
    """
    sections = [
        _notebook(notebook, asof, notes.data),
        _pinned(pinning, environ),
        _not_pinned(pinning, environ, notebook),
        _used(notes, cells),
        _recorded(notes, cells),
        StatusSection("Hidden state", _hidden(hidden)),
        _watched(notes, watch),
    ]
    return [section for section in sections if section.rows]


def _notebook(path: str, asof: str, data: DataUse) -> StatusSection:
    section = StatusSection("Notebook")
    section.say("notebook", path or "not known; name it: %repro snapshot PATH.ipynb")
    if asof:
        section.say("as of", f"{asof}, what has versions; plain files and other databases as they are now")
    moments = {each.path: each.unheld for each in data.files}
    moments |= {each.path: each.unheld for each in data.folders if each.whole}
    moments |= {each.uri: each.unheld for each in data.received}
    section.rows += [("", line) for line in unheld_lines(moments)]
    return section


def as_text(sections: list[StatusSection]) -> str:
    """The status as lines."""
    return "\n".join(
        f"{label:{_WIDEST_LABEL}} {what}" for section in sections for label, what in section.rows
    )


def as_html(sections: list[StatusSection]) -> str:
    """The status as a table, a topic a group of rows."""
    return f'<table class="jupyter-repro">{"".join(map(_group, sections))}</table>'


def _group(section: StatusSection) -> str:
    head = f'<tr><th colspan="2" style="{_STYLE}">{escape(section.title)}</th></tr>'
    rows = (
        f'<tr><td style="{_STYLE}">{escape(label)}</td><td style="{_STYLE}">{escape(what)}</td></tr>'
        for label, what in section.rows
    )
    return head + "".join(rows)


def _pinned(pinning: Pinning, environ: Mapping[str, str]) -> StatusSection:
    section = StatusSection("Pinned")
    if pinning.seed is None:
        section.say("pinned", "nothing; pin every generator with: %repro pin 42")
    else:
        _say_pins(section, pinning)
    found = environment_found(environ)
    threads = found[THREADS[0]]
    if found[HASH_SEED].isdigit():
        section.say(
            "",
            f"hash seed {found[HASH_SEED]}, time zone {found['TZ']}, {threads} threads (set before Python starts)",
        )
    return section


def _say_pins(section: StatusSection, pinning: Pinning) -> None:
    section.say("seed", f"{pinning.seed}{_how(pinning)}")
    applied = {name for name, how in pinning.state.items() if how.isdigit()}
    names = [_with_covered(name, pinning) for name in sorted(applied - pinning.own)]
    section.say("pinned", ", ".join(names))
    if pinning.own:
        section.say(
            "own seed", f"{', '.join(sorted(pinning.own))}: seeded by the notebook itself, and left alone"
        )
    if waiting := pinning.waiting():
        section.say("", f"when it is imported: {', '.join(waiting)}")


def _how(pinning: Pinning) -> str:
    words = {PER_CELL: "set again at each cell's start", UUID: "uuid4 as well"}
    options = [word for option, word in words.items() if option in pinning.options]
    return f" ({', '.join(options)})" if options else ""


def _with_covered(name: str, pinning: Pinning) -> str:
    covered = pinning.covers(name)
    return f"{name} (and so {', '.join(covered)})" if covered else name


def not_pinned_here(pinning: Pinning, environ: Mapping[str, str]) -> Iterator[str]:
    """What is not pinned in this kernel though pins were asked for, and what cannot be: a sentence each, with why."""
    for name, how in pinning.state.items():
        if not how.isdigit():
            yield f"{name}: {how.removeprefix(NOT_PINNED)}"
    for name in sorted(_WITH_WORKERS & sys.modules.keys()):
        yield f"{name}: its worker processes do not inherit the pins; seed in the work itself"
    for name in not_pinned(environ):
        yield f"{name}: it is set before Python starts; this kernel was started without it"


def _not_pinned(pinning: Pinning, environ: Mapping[str, str], notebook: str) -> StatusSection:
    section = StatusSection("Cannot be pinned here")
    section.rows += [("not pinned", sentence) for sentence in not_pinned_here(pinning, environ)]
    if not_pinned(environ):
        section.say("", "choose the kernel that sets it: jupyter repro kernel install")
        section.say("", f"or run from outside: jupyter repro snapshot {shell_word(notebook or 'PATH.ipynb')}")
    return section


def _used(notes: Notes, cells: Mapping[str, str]) -> StatusSection:
    section = StatusSection("Used unpinned")
    uses = [use for use in notes.uses if use.varies]
    for use in uses[:MOST_USES]:
        section.say("unpinned", f"{use.what}{_maybe(use)} ({_cell(use.cell, use.line, cells)}); {use.remedy}")
    if len(uses) > MOST_USES:
        section.say("", f"and {len(uses) - MOST_USES} more; the snapshot has them all")
    return section


def _maybe(use: Use) -> str:
    return ", if it ran" if use.certainty == "suspected" else ""


def _recorded(notes: Notes, cells: Mapping[str, str]) -> StatusSection:
    section = StatusSection("Recorded")
    rows = list(_data(notes.data, cells))
    section.say(
        "recorded", f"{counted(len(notes.runs), 'cell run')}, {counted(len(rows), 'source')} of data read"
    )
    section.rows += [("data", words) for words in rows[:MOST_FILES]]
    if len(rows) > MOST_FILES:
        section.say("", f"and {len(rows) - MOST_FILES} more; the snapshot has them all")
    for problem in notes.problems:
        section.say("problem", problem)
    return section


def _data(data: DataUse, cells: Mapping[str, str]) -> Iterator[str]:
    for read in data.files:
        yield f"{read.path} ({human_size(read.size)}), {_cell(read.cell, read.line, cells)}"
    for folder in data.folders:
        if folder.whole:
            yield f"{folder.path}/, {_cell(folder.cell, folder.line, cells)}"
    for received in data.received:
        yield f"{received.uri} ({human_size(received.size)}), {_cell(received.cell, received.line, cells)}"


def _hidden(sentences: Sequence[str]) -> list[tuple[str, str]]:
    rows = [("hidden", sentence) for sentence in sentences[:MOST_SENTENCES]]
    if len(sentences) > MOST_SENTENCES:
        rows.append(("", f"and {len(sentences) - MOST_SENTENCES} more; the snapshot names them all"))
    return [*rows, ("", "restart the kernel and run all cells before you record")] if rows else []


def _watched(notes: Notes, watch: Watch) -> StatusSection:
    section = StatusSection("Watched")
    if watch.now:
        last = notes.runs[-2:-1] or notes.runs
        digested = sum(map(is_digested, last[0].state.values())) if last else 0
        section.say(
            "watched",
            f"{_watched_words(watch.now)}; {counted(digested, 'variable')} digested after the last cell",
        )
    for name, why in list(watch.skipped.items())[:MOST_SKIPPED]:
        section.say("", f"{name} is not compared: {why}")
    if len(watch.skipped) > MOST_SKIPPED:
        section.say("", f"and {len(watch.skipped) - MOST_SKIPPED} more are not compared")
    return section


def watch_words(watch: Watch) -> str:
    """What is watched, and what of it could not be digested after the last cell."""
    if not watch.now:
        return "nothing is watched; compare variables after each cell with: %repro watch NAME, or %repro watch --all"
    skipped = [f"  {name} is not compared: {why}" for name, why in watch.skipped.items()]
    return "\n".join([f"watched after each cell: {_watched_words(watch.now)}", *skipped])


def _watched_words(now: Watched) -> str:
    excepted = f", without {', '.join(now.excepted)}" if now.excepted else ""
    everything = f"all variables, within {now.budget:g} s a cell{excepted}" if now.everything else ""
    return ", ".join(filter(None, (*now.names, everything)))


def _cell(cell: str, line: int, cells: Mapping[str, str]) -> str:
    return f"{cells.get(cell) or f'cell {cell}'}, line {line}"
