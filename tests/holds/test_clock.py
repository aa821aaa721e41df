"""The time of day, held."""

from __future__ import annotations

from held_runs import alike, outputs_of, run

CLOCK = {"holds": ("clock",)}
SHOWN = (
    "import datetime as dt, time",
    "print(dt.datetime.now(), dt.datetime.now(dt.timezone.utc), dt.datetime.today(), dt.date.today(), time.time())",
    "print(time.ctime(), time.asctime(), time.strftime('%c'), time.localtime(), time.gmtime(), time.time_ns())",
    "import pandas\nprint(pandas.Timestamp.now(), pandas.Timestamp('now'), pandas.to_datetime('today'))",
    "import logging\nlogging.basicConfig(format='%(asctime)s %(message)s')\nlogging.warning('here')",
    "import io, gzip, zlib\ngzip.compress(b'x').hex()",
)


def test_the_time_of_day_is_the_same_in_two_runs(tmp_path):
    first = alike(tmp_path, *SHOWN, **CLOCK)
    assert first[1].startswith("2026-01-15 12:00:0")
    assert "2026-01-15 12:00:0" in first[4]


def test_the_time_is_that_which_was_asked_for(tmp_path):
    (shown,) = outputs_of(tmp_path, "import time; int(time.time())", **CLOCK, held_moment=1e9)
    assert shown.startswith("100000000")


def test_it_goes_forward_so_that_loops_end(tmp_path):
    alike(
        tmp_path,
        "import time\nstart = time.time(); end = start + 3600; rounds = 0",
        "while time.time() < end: rounds += 1\nprint(rounds)",
        "start = time.time()\ntime.sleep(0.3)\nprint(0.3 < time.time() - start < 0.4)",
        "import asyncio\nstart = time.time()\nawait asyncio.sleep(0.2)\nprint(0.2 < time.time() - start < 0.3)",
        "times = [time.time() for _ in range(1000)]\nprint(times == sorted(times), time.time() > end)",
        **CLOCK,
    )


def test_another_thread_has_the_true_time(tmp_path):
    source = "import threading, time\nseen = []\nthread = threading.Thread(target=lambda: seen.append(time.time()))"
    (shown,) = outputs_of(
        tmp_path, f"{source}\nthread.start(); thread.join(); seen[0] > time.time() + 1", **CLOCK
    )
    assert shown == "True"


def test_how_often_one_cell_looked_does_not_show_in_another(tmp_path):
    often, once = (
        outputs_of(tmp_path, f"import time\nfor _ in range({looks}): time.time()", "time.time()", **CLOCK)[1]
        for looks in (50, 1)
    )
    assert often == once


def test_uses_are_seen_where_they_are(tmp_path):
    source = "import time\ntime.time()\ntime.time()\nimport datetime\ndatetime.datetime.now()"
    for closely in (False, True):
        notes = run(tmp_path, source, **CLOCK, watch_closely=closely).notes
        assert [(use.kind, use.line) for use in notes.uses] == [("clock", 2), ("clock", 3), ("clock", 5)]


def test_an_error_shows_no_frame_of_ours(tmp_path):
    execution = run(tmp_path, "import time\ntime.ctime('x')", **CLOCK)
    (output,) = execution.notebook.cells[0].outputs
    assert "jupyter_repro" not in "".join(output.traceback)


def test_what_nothing_holds_is_answered(tmp_path):
    assert run(tmp_path, "1", holds=("moon",)).not_held == {"moon": "nothing holds it"}


def test_a_library_that_is_missing_is_answered(tmp_path):
    (tmp_path / "time_machine.py").write_text("raise ImportError(name='time_machine')")
    execution = run(tmp_path, "1", **CLOCK, environment={"PYTHONPATH": str(tmp_path)})
    assert execution.not_held == {"clock": "time_machine is not installed in the notebook's Python"}


def test_a_time_that_something_else_has_replaced_is_left_alone(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import time\ntime.time = lambda: 1.0")
    execution = run(tmp_path, "1", **CLOCK, environment={"PYTHONPATH": f"{tmp_path}:."})
    assert execution.not_held == {"clock": "something else has replaced time.time"}
