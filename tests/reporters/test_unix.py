"""Verdicts as lines of a compiler, as docs/how-to/vscode.md has an editor read them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import command, written

import jupyter_repro
from jupyter_repro.reporters.unix import UnixReporter
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts

DOCS = Path(__file__).parents[2] / "docs" / "how-to" / "vscode.md"


def matched(output):
    """What the problem matcher of the documented task makes of each line: file, line, severity and message."""
    (task,) = json.loads(re.search(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)[1])["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    found = [re.match(pattern["regexp"], line) for line in output.splitlines()]
    assert all(found)
    return [
        (
            each[pattern["file"]],
            int(each[pattern["line"]]),
            each[pattern["severity"]],
            each[pattern["message"]],
        )
        for each in found
    ]


def test_a_divergence_and_its_cause_stand_at_the_lines_of_their_cells(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path / "a.ipynb", "# text", "import os\nx = open('d.txt').read()", "print(x)")
    (tmp_path / "d.txt").write_text("1")
    jupyter_repro.snapshot(path)
    (tmp_path / "d.txt").write_text("2")
    ran = command("verify", "a.ipynb", "--format", "unix")
    assert ran.returncode == 1
    lines = path.read_text().splitlines()
    (file, line, severity, message), cause, *_ = matched(ran.stdout)
    assert (file, severity) == ("a.ipynb", "error")
    assert '"print(x)"' in lines[line - 1]
    assert message.startswith("[2] diverged: ")
    assert cause[2] == "warning"
    assert cause[3].startswith("[2]: data (")
    assert "d.txt" in lines[cause[1] - 1]


def test_what_is_unreadable_is_an_error_and_what_is_well_is_silent():
    verdicts = Verdicts(
        notebooks=(Verdict("b.ipynb", "identical", 0.5, None, ()),),
        errors=(Unreadable("e.ipynb", "it is cut", "restore it"),),
    )
    report = UnixReporter().report(verdicts, width=80, colour=False)
    assert matched(report) == [("e.ipynb", 1, "error", "it is cut → restore it")]
