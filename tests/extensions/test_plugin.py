"""A complete plug-in, `lottery/`, as a package of its own: installed, and at work from the kernel to the reports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import jsonschema
import msgspec
import pytest
from live import session
from plugin import OFFICE, SEALED, install_plugin, lottery_notebook

from jupyter_repro.schemas.__main__ import PACKAGE
from jupyter_repro.server.answers import VerdictAnswer
from jupyter_repro.server.verdict_answer import verdict_answer
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdicts

KIND = "sealed-drum"
ASK = '__import__("jupyter_repro.recording.session_state", fromlist=["session_state"]).session_state'


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Where the plug-in is installed, as a user would install it."""
    return install_plugin(tmp_path_factory.mktemp("plugin"))


@pytest.fixture(scope="module")
def study(installed, tmp_path_factory):
    """A notebook that uses the library, recorded."""
    notebook = lottery_notebook(tmp_path_factory.mktemp("study"))
    assert run(installed, notebook, "snapshot", "a.ipynb").returncode == 0
    return notebook


def run(installed, notebook, *arguments):
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    command = (sys.executable, "-m", "jupyter_repro", *arguments)
    return subprocess.run(command, cwd=notebook.parent, env=environ, capture_output=True, text=True)


@pytest.fixture(scope="module")
def verdicts(installed, study):
    """What `verify` says after the vault got another version, as JSON."""
    (study.parent / "draws.vault" / "2.txt").write_text("second")
    return run(installed, study, "verify", "a.ipynb", "--format", "json").stdout


def cells_of(verdicts):
    return {cell["index"]: cell for cell in json.loads(verdicts)["notebooks"][0]["cells"]}


def test_a_snapshot_holds_the_pin_the_use_and_the_version(study):
    snapshot = load_snapshot(study)
    assert snapshot.context.pins["lottery"].isdigit()
    assert [(use.kind, use.line) for use in snapshot.uses if use.kind == KIND] == [(KIND, 2)]
    assert snapshot.context.data["vault:draws"].version.id == "1"


def test_what_the_pin_pins_reproduces(verdicts):
    assert cells_of(verdicts)[1]["status"] == "identical"


def test_another_version_of_the_store_is_the_cause_of_its_cell(verdicts):
    cell = cells_of(verdicts)[2]
    assert (cell["status"], cell["causes"][0]["kind"]) == ("diverged", "data")


def test_the_comparator_lets_pass_what_it_says(verdicts):
    cell = cells_of(verdicts)[3]
    allowed = [each["allowed"] for each in cell["divergences"]]
    assert (cell["status"], allowed) == ("equivalent", ["only the serial number of the ticket differs"])


def test_a_cause_has_the_kind_that_the_probe_gives_it(verdicts):
    cause = cells_of(verdicts)[SEALED]["causes"][0]
    assert (cause["kind"], cause["where"]) == (KIND, {"cell": SEALED, "line": 2})
    assert cause["remedy"] == "draw from lottery.draw(), which is pinned"


def test_the_verdict_holds_its_published_schema(verdicts):
    schema = json.loads((PACKAGE / "verdict-1.json").read_text())
    jsonschema.validate(json.loads(verdicts), schema)


@pytest.mark.parametrize("form", ["text", "html", "junit", "github", "markdown"])
def test_every_report_tells_the_kind(installed, study, verdicts, form):
    (study.parent / "draws.vault" / "2.txt").unlink(missing_ok=True)
    assert KIND in run(installed, study, "verify", "a.ipynb", "--format", form).stdout


def test_the_plug_ins_own_report_is_a_format(installed, study):
    (study.parent / "draws.vault" / "2.txt").unlink(missing_ok=True)
    reported = run(installed, study, "verify", "a.ipynb", "--format", "one-line").stdout
    assert reported.split()[:3] == ["diverged", "a.ipynb", KIND]


def test_the_page_is_answered_with_the_kind(study, verdicts):
    (verdict,) = msgspec.json.decode(verdicts, type=Verdicts).notebooks
    answer = msgspec.convert(verdict_answer(verdict, study), VerdictAnswer)
    assert answer.cells[SEALED].causes[0].kind == KIND


def test_the_snapshot_is_shown_with_its_use(installed, study):
    assert "lottery" in run(installed, study, "show", "a.ipynb").stdout


@pytest.fixture
def moved(study, tmp_path):
    """The recorded notebook, where another office draws now."""
    shutil.copytree(study.parent, tmp_path / "moved")
    (tmp_path / "moved" / "draws.vault" / "2.txt").unlink(missing_ok=True)
    (tmp_path / "moved" / OFFICE).write_text("Sandvika")
    return tmp_path / "moved" / study.name


def test_a_change_of_a_kind_of_its_own_is_drift_and_a_suspected_cause(installed, moved):
    said = run(installed, moved, "verify", "a.ipynb", "--format", "json").stdout
    (verdict,) = json.loads(said)["notebooks"]
    jsonschema.validate(json.loads(said), json.loads((PACKAGE / "verdict-1.json").read_text()))
    drift = [each for each in verdict["context_changes"] if each["kind"] == "office"]
    assert [(each["name"], each["recorded"], each["found"]) for each in drift] == [
        ("name", "Oslo", "Sandvika")
    ]
    cause = next(each for each in cells_of(said)[SEALED]["causes"] if each["kind"] == "office")
    assert (cause["certainty"], cause["what"]) == ("suspected", "name is Sandvika, it was Oslo")
    assert "record it again: jupyter repro snapshot a.ipynb" in cause["remedy"]


@pytest.mark.parametrize("form", ["text", "html", "junit", "github", "markdown"])
def test_every_report_tells_a_change_of_a_kind_of_its_own(installed, moved, form):
    report = run(installed, moved, "verify", "a.ipynb", "--format", form).stdout
    assert "office" in report
    assert "name is Sandvika, it was Oslo" in report


def test_what_was_recorded_without_its_collector_has_not_drifted(installed, moved):
    file = moved.with_suffix(".repro.json")
    snapshot = json.loads(file.read_text())
    del snapshot["context"]["other"]["draw-office"]
    file.write_text(json.dumps(snapshot))
    said = run(installed, moved, "verify", "a.ipynb", "--format", "json")
    kinds = {change["kind"] for change in json.loads(said.stdout)["notebooks"][0]["context_changes"]}
    assert (said.stderr, "office" in kinds) == ("", False)


def test_diff_tells_what_its_collector_found(installed, moved):
    difference = json.loads(run(installed, moved, "diff", "a.ipynb", "--format", "json").stdout)
    jsonschema.validate(difference, json.loads((PACKAGE / "difference-1.json").read_text()))
    reported = [each for each in difference["context"] if each["section"] == "draw-office"]
    assert [(each["kind"], each["name"], each["found"]) for each in reported] == [
        ("office", "name", "Sandvika")
    ]


def test_the_snapshot_is_shown_with_what_its_collector_recorded(installed, study):
    shown = run(installed, study, "show", "a.ipynb").stdout
    assert "draw-office  name Oslo" in shown
    assert "draws from a drum elsewhere ([5], line 2)" in shown


def test_the_recorded_version_of_its_store_is_read_again(installed, moved):
    (moved.parent / "draws.vault" / "2.txt").write_text("second")
    said = run(installed, moved, "verify", "a.ipynb", "--recorded-data", "--format", "json").stdout
    assert cells_of(said)[2]["status"] == "identical"


def test_its_tracker_keeps_a_run(installed, moved):
    assert run(installed, moved, "track", "a.ipynb", "ledger:runs").returncode == 0
    (tags,) = (moved.parent / "runs").glob("*/tags.json")
    assert json.loads(tags.read_text())["repro.verified"] == "not verified"
    assert list(tags.parent.rglob("a.repro.json"))


def test_a_session_tells_its_pin_its_use_and_its_data(installed, tmp_path):
    lottery_notebook(tmp_path)
    with session(tmp_path, PYTHONPATH=str(installed)) as live:
        live.run("%load_ext jupyter_repro\n%repro pin 7", "a")
        live.run("import lottery; lottery.sealed_draw()", "b")
        live.run("%repro data vault:draws", "c")
        status = live.shown("%repro status")
        state = live.bundle(f"{ASK}([])")["application/json"]
    assert "lottery" in next(line for line in status.splitlines() if line.startswith("pinned"))
    assert "draws from a drum elsewhere (In [2], line 1); draw from lottery.draw()" in status
    assert "vault:draws" in status
    assert state["pins"]["lottery"] == "7"
    assert [use["kind"] for use in state["uses"]] == [KIND]
