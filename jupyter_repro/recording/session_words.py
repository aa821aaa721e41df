"""The state of a session in words, for `%repro status`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyter_repro.environment import not_pinned
from jupyter_repro.pinning import Pinning
from jupyter_repro.recording.notes import Notes
from jupyter_repro.sizes import counted, human_size

MOST_FILES = 10


def status_lines(pinning: Pinning, notes: Notes, environ: Mapping[str, str], notebook: str) -> Iterator[str]:
    """One screen: what is pinned, what cannot be here and why, what was used unpinned, what was recorded.

    `notebook` is the path of the notebook, "" where it is not known.
    """
    yield f"notebook   {notebook or 'not known; name it: %repro snapshot PATH.ipynb'}"
    yield from _pinned(pinning)
    for name in not_pinned(environ):
        yield f"not pinned {name}: it is set before Python starts; this kernel was started without it"
        yield f"           run from outside, where it is set: jupyter repro snapshot {notebook or 'PATH.ipynb'}"
    yield f"recorded   {counted(len(notes.runs), 'cell run')}, {counted(len(notes.reads), 'data file')} read"
    for read in notes.reads[:MOST_FILES]:
        yield f"data       {read.path} ({human_size(read.size)}), cell {read.cell}, line {read.line}"
    for use in notes.uses:
        yield f"unpinned   {use.what} (cell {use.cell}, line {use.line}); {use.remedy}"
    yield from (f"problem    {problem}" for problem in notes.problems)


def _pinned(pinning: Pinning) -> Iterator[str]:
    if pinning.seed is None:
        yield "pinned     nothing; pin every generator with: %repro pin 42"
        return
    yield f"seed       {pinning.seed}"
    yield from (f"pinned     {name}: {how}" for name, how in pinning.state.items())
    if waiting := pinning.waiting():
        yield f"           when it is imported: {', '.join(waiting)}"
