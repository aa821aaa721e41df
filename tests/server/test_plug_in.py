"""A stranger's plug-in in the server's answers: its kinds reach the front end."""

from __future__ import annotations

import pytest
from conftest import command
from weather_plug_in import installed, station, weather_notebook

from jupyter_repro.extensions import registry


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return str(installed(tmp_path_factory.mktemp("plug-in")))


@pytest.fixture
def plugged(site, monkeypatch):
    """The server, its kernels and its jobs have the plug-in."""
    monkeypatch.setenv("PYTHONPATH", site)
    monkeypatch.syspath_prepend(site)
    kept = (registry.registered, registry._ours)
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


@pytest.fixture
def weather(plugged, jp_root_dir):
    path = weather_notebook(jp_root_dir / "folder")
    assert command("snapshot", path, "--seed", "7").returncode == 0
    station(path.parent, "Tryvann")
    return path


async def test_kinds_of_a_plug_in_are_in_each_answer(server, weather, jp_fetch):
    name = "folder/weather.ipynb"
    state = await server.state(name)
    assert "weather" in {use["kind"] for use in state["uses"]}
    topics = {section["topic"]: section["facts"] for section in state["sections"]}
    assert topics["station"] == [{"name": "name", "what": "Blindern"}]
    drift = {(each["kind"], each["name"], each["found"]): each for each in await server.drift(name)}
    drifted = drift["station", "name", "Tryvann"]
    assert (drifted["actions"], "record it again" in drifted["remedy"]) == ([], True)
    job = await server.job(name)
    told = await server.ended(job["id"])
    assert (told["phase"], told["error"]) == ("done", "")
    root = next(cell for cell in told["verdict"]["cells"] if cell["status"] == "diverged")
    assert [(each["kind"], each["actions"]) for each in root["causes"]] == [("weather", []), ("station", [])]
    report = await jp_fetch("jupyter-repro", "jobs", job["id"], "report")
    assert b"name is Tryvann, it was Blindern" in report.body
