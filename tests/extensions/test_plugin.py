"""A complete plug-in, `lottery/`, as a package of its own: installed, and at work from the kernel to the reports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest
from conftest import written

from jupyter_repro.schemas.__main__ import PACKAGE
from jupyter_repro.server.answers import VerdictAnswer
from jupyter_repro.server.verdict_answer import verdict_answer
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdicts

LOTTERY = Path(__file__).parent / "lottery"
CELLS = (
    "import lottery\nfrom jupyter_repro import data",
    "print(lottery.draw())",
    "print(data.open('vault:draws').path().read_text())",
    "lottery.Ticket([1, 2, 3])",
    "def drawn():\n    return lottery.sealed_draw()\n\nprint(drawn())",
)
SEALED = 4
KIND = "sealed-drum"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Where the plug-in is installed, as a user would install it."""
    target, source = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("source") / "lottery"
    shutil.copytree(LOTTERY, source)  # an installation writes beside what it installs
    install = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", target)
    subprocess.run(
        [*install, "--no-deps", "--no-build-isolation", "--python", sys.executable, source], check=True
    )
    return target


@pytest.fixture(scope="module")
def study(installed, tmp_path_factory):
    """A notebook that uses the library, recorded."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "draws.vault").mkdir()
    (folder / "draws.vault" / "1.txt").write_text("first")
    notebook = written(folder / "a.ipynb", *CELLS)
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


def test_what_the_pin_pins_comes_out_again(verdicts):
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
    told = run(installed, study, "verify", "a.ipynb", "--format", "one-line").stdout
    assert told.split()[:3] == ["diverged", "a.ipynb", KIND]


def test_the_page_is_answered_with_the_kind(study, verdicts):
    (verdict,) = msgspec.json.decode(verdicts, type=Verdicts).notebooks
    answer = msgspec.convert(verdict_answer(verdict, study), VerdictAnswer)
    assert answer.cells[SEALED].causes[0].kind == KIND


def test_the_snapshot_is_shown_with_its_use(installed, study):
    assert "lottery" in run(installed, study, "show", "a.ipynb").stdout
