from __future__ import annotations

import sys

from jupyter_repro.recording.close_watch import line_watching
from jupyter_repro.recording.close_watch.line_watching import LineWatching


def ran(source, files=("cell",)):
    """Lines of a cell in the order in which they have run."""
    lines = []
    watching = LineWatching(files, lambda frame, line: lines.append(line))
    code = compile(source, "cell", "exec")
    watching.begin()
    try:
        exec(code, {})
    finally:
        watching.end()
    return lines


def test_each_line_is_reported_when_it_has_run():
    assert ran("a = 1\nb = 2") == [1, 2]


def test_a_function_of_a_cell_counts_by_its_own_lines_and_then_its_callers():
    assert ran("def f():\n    return 1\nx = f()\ny = 2") == [1, 3, 2, 3, 4]


def test_a_function_that_a_library_calls_leads_back_to_the_cell():
    assert ran("import re\ndef f(m):\n    return 'b'\nx = re.sub('a', f, 'a')")[-3:] == [4, 3, 4]


def test_a_long_loop_is_reported_by_its_first_rounds(monkeypatch):
    monkeypatch.setattr(line_watching, "MOST_ASKED", 10)
    assert len(ran("for n in range(1000):\n    n += 1")) <= 11


def test_who_traced_before_traces_on():
    before = sys.gettrace()
    ran("a = 1")
    assert sys.gettrace() is before
