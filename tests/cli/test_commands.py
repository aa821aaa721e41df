"""The command line, as a user runs it in a pipe."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from conftest import command, inside, written
from jsonschema import Draft202012Validator

import jupyter_repro


def test_snapshot_says_what_it_recorded_and_how_to_check_it(sales, tmp_path):
    done = command("snapshot", "sales.ipynb", cwd=sales.parent, JUPYTER_REPRO_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "sales.ipynb recorded: 3 code cells, seed 42, 1 data file, 0 local modules, 0 imported packages",
        "  1 data file kept (14 B new)",
        "  in sales.repro.json; commit it with the notebook, and check it with:",
        "  jupyter repro verify sales.ipynb",
    ]


def test_verify_is_quiet_in_a_pipe_and_has_no_colours(recorded):
    done = command("verify", "sales.ipynb", cwd=recorded.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("✓ sales.ipynb identical")
    assert "\x1b" not in done.stdout


def test_the_json_verdict_is_that_of_the_published_schema(recorded):
    (recorded.parent / "sales.csv").write_text("price\n1\n")
    done = inside("verify", "sales.ipynb", "--format", "json", cwd=recorded.parent)
    verdict = json.loads(done.stdout)
    schema = json.loads(files("jupyter_repro.schemas").joinpath("verdict-1.json").read_text())
    Draft202012Validator(schema).validate(verdict)
    assert (done.returncode, verdict["schema"]) == (1, "jupyter-repro/verdict@1")
    (notebook,) = verdict["notebooks"]
    assert (notebook["status"], notebook["first_divergence"]) == ("diverged", 2)
    cause = next(cell for cell in notebook["cells"] if cell["index"] == 2)["causes"][0]
    assert (cause["kind"], cause["certainty"], cause["where"]) == ("data", "proven", {"cell": 1, "line": 1})


def test_several_reports_are_written_in_one_run(recorded):
    done = inside(
        "verify", "sales.ipynb", "--format", "text", "-o", "v.json", "-o", "v.txt", cwd=recorded.parent
    )
    assert done.stdout.startswith("✓")
    assert json.loads((recorded.parent / "v.json").read_text())["notebooks"][0]["status"] == "identical"
    assert (recorded.parent / "v.txt").read_text().startswith("✓")


def test_a_report_whose_format_cannot_be_reported_is_wrong_usage(recorded):
    assert inside("verify", "sales.ipynb", "-o", "v.odt", cwd=recorded.parent).returncode == 2


def test_show_tells_what_a_result_depends_on(recorded):
    text = inside("show", recorded).stdout
    assert "sales.csv" in text
    assert "seed         42" in text
    assert (
        json.loads(inside("show", recorded, "--format", "json").stdout)["schema"]
        == "jupyter-repro/snapshot@1"
    )


def test_diff_tells_what_changed_without_running_anything(recorded):
    assert "nothing changed" in inside("diff", recorded).stdout
    (recorded.parent / "sales.csv").unlink()
    assert "data\n  sales.csv is missing" in inside("diff", recorded).stdout
    assert json.loads(inside("diff", recorded, "--format", "json").stdout)["context"][0]["found"] == "missing"


def test_diff_of_two_snapshots_names_the_cells_that_differ(recorded):
    first = recorded.with_name("first.repro.json")
    first.write_bytes(recorded.with_suffix(".repro.json").read_bytes())
    (recorded.parent / "sales.csv").write_text("price\n7\n")
    jupyter_repro.snapshot(recorded)
    text = inside("diff", first, recorded.with_suffix(".repro.json")).stdout
    assert "(cell-2) shows another output" in text
    assert "data\n  sales.csv: 14 B → 8 B (" in text


def test_doctor_tells_pins_kernels_and_parts():
    done = command("doctor", "-v")
    assert done.returncode == 0
    for word in ("pin", "numpy", "kernel", "python3", "PYTHONHASHSEED", "comparators"):
        assert word in done.stdout
    assert all(finding["topic"] for finding in json.loads(inside("doctor", "--format", "json").stdout))


def test_the_jupyter_command_finds_it():
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter"), "repro", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"jupyter-repro, version {version('jupyter-repro')}\n"


def test_progress_is_shown_on_a_terminal_and_gone_afterwards(tmp_path):
    path = written(tmp_path / "slow.ipynb", "1", "import time\ntime.sleep(1)", "3")
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    snapshot = [sys.executable, "-m", "jupyter_repro", "snapshot", str(path)]
    subprocess.run(snapshot, stderr=theirs, stdout=subprocess.PIPE, env=environ, check=True)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    assert "slow.ipynb: [2] of 3" in said
    assert said.endswith("\x1b[2K")
