"""A stranger's plug-in in the answers of a real server: its kinds reach the front end."""

from __future__ import annotations

import pytest
from conftest import command
from plugin import OFFICE, SEALED, install_plugin, lottery_notebook

from jupyter_repro.extensions import registry

LOOKED_UP = (registry.registered, registry._ours)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return str(install_plugin(tmp_path_factory.mktemp("plugin")))


@pytest.fixture
def plugged(site, monkeypatch):
    """The server, its kernels and its jobs have the plug-in."""
    monkeypatch.setenv("PYTHONPATH", site)
    monkeypatch.syspath_prepend(site)
    for each in LOOKED_UP:
        each.cache_clear()
    yield
    for each in LOOKED_UP:
        each.cache_clear()


@pytest.fixture
def moved(plugged, jp_root_dir):
    """A recorded notebook, where another office draws now."""
    path = lottery_notebook(jp_root_dir / "folder")
    assert command("snapshot", path).returncode == 0
    (path.parent / OFFICE).write_text("Sandvika")
    return path


async def test_the_state_tells_its_uses_and_what_its_collector_recorded(server, moved):
    state = await server.state()
    assert "sealed-drum" in {use["kind"] for use in state["uses"]}
    topics = {section["topic"]: section["facts"] for section in state["sections"]}
    assert topics["draw-office"] == [{"name": "name", "what": "Oslo"}]


async def test_drift_of_its_kind_has_a_remedy(server, moved):
    (drifted,) = [each for each in await server.drift() if each["kind"] == "office"]
    assert (drifted["name"], drifted["found"], drifted["actions"]) == ("name", "Sandvika", [])
    assert "record it again" in drifted["remedy"]


async def test_a_job_ends_with_its_causes_and_their_report(server, moved, jp_fetch):
    job = await server.ended((await server.job())["id"])
    assert (job["phase"], job["error"]) == ("done", "")
    causes = job["verdict"]["cells"][SEALED]["causes"]
    assert [(each["kind"], each["actions"]) for each in causes if each["kind"] != "entropy"] == [
        ("sealed-drum", []),
        ("office", []),
    ]
    report = await jp_fetch("jupyter-repro", "jobs", job["id"], "report")
    assert b"name is Sandvika, it was Oslo" in report.body
