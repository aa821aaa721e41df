"""A plug-in with kinds of its own, from the recording to each report."""

from __future__ import annotations

import json
import shutil

import jsonschema
import msgspec
import pytest
from conftest import command, texts
from live import session
from weather_plug_in import installed, station, weather_notebook, year

from jupyter_repro.records.snapshot import snapshot_path
from jupyter_repro.schemas.__main__ import PACKAGE
from jupyter_repro.verdicts import Verdicts

FORMATS = ("text", "html", "json", "junit", "github", "markdown", "weather")
SEEN = ("weather", "observed", "the weather is looked at", {"cell": 2, "line": 1}, "forecast it")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return str(installed(tmp_path_factory.mktemp("plug-in")))


@pytest.fixture(scope="module")
def recorded(site, tmp_path_factory):
    """The notebook, recorded with the plug-in; no test changes it."""
    path = weather_notebook(tmp_path_factory.mktemp("weather"))
    done = command("snapshot", path.name, "--seed", "7", cwd=path.parent, PYTHONPATH=site)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def reports(site, recorded, tmp_path_factory):
    """Format to the report of a verification at another station."""
    folder = tmp_path_factory.mktemp("reports") / "weather"
    shutil.copytree(recorded.parent, folder)
    station(folder, "Tryvann")
    into = [(name, folder / f"report.{name}") for name in FORMATS]
    options = [word for name, file in into for word in ("--format", name, "-o", str(file))]
    done = command("verify", recorded.name, *options, cwd=folder, PYTHONPATH=site)
    assert done.returncode == 1, done.stderr
    return {name: file.read_text() for name, file in into}


@pytest.fixture(scope="module")
def verdict(reports):
    return json.loads(reports["json"])["notebooks"][0]


def schema(name: str):
    return json.loads((PACKAGE / name).read_text())


def test_the_snapshot_holds_what_the_plug_in_knows(recorded):
    snapshot = json.loads(snapshot_path(recorded).read_text())
    jsonschema.validate(snapshot, schema("snapshot-1.json"))
    context = snapshot["context"]
    assert context["pins"]["weather"] == "7"
    assert context["other"]["station"] == {"name": "Blindern"}
    assert context["data"]["almanac:oslo"]["version"]["id"] == "2025"
    assert [(use["kind"], use["cell"]) for use in snapshot["uses"] if use["kind"] == "weather"] == [
        ("weather", "cell-2")
    ]


def test_its_pin_makes_the_library_repeat(recorded, site, tmp_path):
    again = weather_notebook(tmp_path / "again")
    assert command("snapshot", again, "--seed", "7", PYTHONPATH=site).returncode == 0
    assert texts(again)[1] == texts(recorded)[1]


def test_its_kinds_are_causes_and_drift_in_the_verdict(reports, verdict):
    jsonschema.validate(json.loads(reports["json"]), schema("verdict-1.json"))
    root = verdict["cells"][2]
    assert [each["kind"] for each in root["causes"]] == ["weather", "station"]
    station_cause = root["causes"][-1]
    assert (station_cause["certainty"], station_cause["what"]) == (
        "suspected",
        "name is Tryvann, it was Blindern",
    )
    assert "record it again" in station_cause["remedy"]
    drifted = {
        (each["kind"], each["name"], each["recorded"], each["found"]) for each in verdict["context_changes"]
    }
    assert ("station", "name", "Blindern", "Tryvann") in drifted


def test_its_probe_is_told_as_a_cause_of_the_cell_that_used_it(verdict):
    fields = ("kind", "certainty", "what", "where", "remedy")
    assert SEEN in [tuple(each[name] for name in fields) for each in verdict["cells"][2]["causes"]]


def test_its_data_source_tells_that_there_is_a_newer_version(recorded, site, tmp_path):
    shutil.copytree(recorded.parent, tmp_path / "w")
    year(tmp_path / "w", 2026, "snow 4")
    said = command("verify", tmp_path / "w" / recorded.name, "--format", "json", PYTHONPATH=site)
    cause = json.loads(said.stdout)["notebooks"][0]["cells"][1]["causes"][0]
    assert (cause["kind"], cause["certainty"], cause["name"]) == ("data", "proven", "almanac:oslo")
    assert "almanac:oslo is at version 2026 of 2026-12-31" in cause["what"]


def test_its_data_source_reads_the_recorded_version_again(recorded, site, tmp_path):
    shutil.copytree(recorded.parent, tmp_path / "w")
    year(tmp_path / "w", 2026, "snow 4")
    options = ("--recorded-data", "--format", "json")
    said = command("verify", tmp_path / "w" / recorded.name, *options, PYTHONPATH=site)
    assert [each["status"] for each in json.loads(said.stdout)["notebooks"][0]["cells"]][:2] == [
        "identical"
    ] * 2


def test_its_comparator_says_what_differs(verdict):
    told = {each["mime"]: each["summary"] for each in verdict["cells"][3]["divergences"]}
    assert "the wind has turned" in told["application/vnd.weather.wind"]


def test_a_verdict_with_its_kinds_is_read_back(reports):
    read = msgspec.json.decode(reports["json"], type=Verdicts)
    assert "weather" in {cause.kind for cell in read.notebooks[0].cells for cause in cell.causes}


@pytest.mark.parametrize("name", ["text", "html", "json", "junit", "github", "markdown"])
def test_each_report_tells_its_kinds(reports, name):
    assert "the weather is looked at" in reports[name]
    assert "station" in reports[name]
    assert "name is Tryvann, it was Blindern" in reports[name]


def test_its_reporter_reports(reports):
    assert reports["weather"] == "weather.ipynb: storm, for weather, station\n"


def test_show_tells_what_it_recorded(recorded, site):
    shown = command("show", recorded, PYTHONPATH=site).stdout
    assert "almanac:oslo" in shown
    assert "the weather is looked at" in shown
    assert "station" in shown
    assert "Blindern" in shown


def test_diff_tells_its_section(recorded, site, tmp_path):
    shutil.copytree(recorded.parent, tmp_path / "w")
    station(tmp_path / "w", "Tryvann")
    said = command("diff", recorded.name, "--format", "json", cwd=tmp_path / "w", PYTHONPATH=site)
    difference = json.loads(said.stdout)
    jsonschema.validate(difference, schema("difference-1.json"))
    told = [each for each in difference["context"] if each["section"] == "station"]
    assert [(each["kind"], each["name"], each["found"]) for each in told] == [("station", "name", "Tryvann")]


def test_status_tells_its_pin_its_probe_and_its_data(site, tmp_path):
    weather_notebook(tmp_path / "w")
    with session(tmp_path / "w", PYTHONPATH=site) as live:
        live.run("%load_ext jupyter_repro\n%repro pin 7", "cell-a")
        live.run("import weather; weather.outside()", "cell-b")
        live.run("%repro data almanac:oslo", "cell-c")
        said = live.shown("%repro status")
        state = live.bundle(
            '__import__("jupyter_repro.recording.session_state", fromlist=["session_state"]).session_state([])'
        )["application/json"]
    assert "weather" in next(line for line in said.splitlines() if line.startswith("pinned"))
    assert "the weather is looked at (In [2], line 1); forecast it" in said
    assert "almanac:oslo" in said
    assert state["pins"]["weather"] == "7"
    assert [use["kind"] for use in state["uses"]] == ["weather"]


def test_its_tracker_keeps_a_run(recorded, site, tmp_path):
    shutil.copytree(recorded.parent, tmp_path / "w")
    said = command("track", recorded.name, "logbook:runs", cwd=tmp_path / "w", PYTHONPATH=site)
    assert said.returncode == 0, said.stderr
    [tags] = (tmp_path / "w").rglob("tags.json")
    assert json.loads(tags.read_text())["repro.notebook"] == "weather.ipynb"
    assert list(tags.parent.rglob("weather.repro.json"))
