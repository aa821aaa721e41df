"""What is recorded, what drifted, and one file brought back, through their handlers."""

from __future__ import annotations

import pytest
from conftest import tree, written
from repositories import git

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")


@pytest.fixture
def committed(recorded, jp_root_dir):
    """The recorded notebook in a repository, with its data; its data is another now."""
    git(jp_root_dir, "init", "-q")
    git(jp_root_dir, "add", ".")
    git(jp_root_dir, *WHO, "commit", "-qm", "a")
    (recorded.parent / "d.txt").write_text("2")
    return recorded


async def test_of_a_notebook_without_a_snapshot_nothing_is_reported(server, notebook):
    reported = await server.state()
    assert (
        reported["recorded"],
        reported["verified"],
        reported["verified_at"],
        reported["verified_commit"],
    ) == (
        None,
        False,
        "",
        "",
    )
    assert (reported["seed"], reported["sections"], reported["hidden_state"], reported["uses"]) == (
        None,
        [],
        [],
        [],
    )
    assert (reported["sources"], reported["jobs"]) == ({}, {})
    assert await server.drift() == []


async def test_what_is_recorded_is_reported_by_topic(server, recorded):
    reported = await server.state("/folder/a.ipynb")
    assert (reported["seed"], reported["verified"], sorted(reported["sources"])) == (
        42,
        False,
        ["cell-0", "cell-1"],
    )
    topics = {
        section["topic"]: {fact["name"]: fact["what"] for fact in section["facts"]}
        for section in reported["sections"]
    }
    assert topics["seed and pins"]["seed"] == "42"
    assert topics["data"]["d.txt"] == f"1 B, as of {reported['recorded']}"
    assert topics["machine"]["Python"]


async def test_a_verification_is_reported_with_its_time_and_its_commit(server, committed):
    (committed.parent / "d.txt").write_text("1")
    job = await server.ended((await server.job())["id"])
    reported = await server.state()
    assert reported["verified"]
    assert reported["verified_at"] <= job["ended"]
    assert reported["verified_commit"] == git(committed.parent, "rev-parse", "HEAD")


async def test_drift_is_reported_with_what_can_be_done_about_it(server, committed):
    (change,) = await server.drift()
    assert (change["kind"], change["name"], change["matters"]) == ("data", "d.txt", True)
    assert change["remedy"].startswith("restore it from git's commit")
    assert change["actions"] == [{"do": "restore", "name": "d.txt"}]
    (committed.parent / "d.txt").write_text("1")
    assert await server.drift() == []


async def test_drift_of_what_git_does_not_have_offers_nothing(server, recorded):
    (recorded.parent / "d.txt").unlink()
    (change,) = await server.drift()
    assert (change["found"], change["actions"]) == ("missing", [])


async def test_a_file_is_brought_back_and_the_one_that_was_there_is_kept(server, committed):
    body = {"path": "folder/a.ipynb", "name": "d.txt"}
    status, reported = await server.ask("POST", "restore", body=body)
    assert (status, reported["path"], reported["kept"]) == (
        200,
        "folder/d.txt",
        "folder/d.txt.before-restore",
    )
    assert reported["from"] == f"git's commit {git(committed.parent, 'rev-parse', 'HEAD')[:12]}"
    assert (committed.parent / "d.txt").read_text() == "1"
    assert (committed.parent / "d.txt.before-restore").read_text() == "2"
    again = await server.ask("POST", "restore", body=body)
    assert again == (200, {"path": "folder/d.txt", "from": "", "kept": ""})


async def test_the_verdict_offers_the_same(server, committed):
    reported = await server.ended((await server.job())["id"])
    assert reported["verdict"]["cells"][0]["causes"][0]["actions"] == [{"do": "restore", "name": "d.txt"}]


@pytest.mark.parametrize("name", ["other.txt", "../../outside.txt", "/etc/hostname", ".git/config", ""])
async def test_what_is_not_recorded_is_not_touched(server, committed, jp_root_dir, name):
    before = tree(jp_root_dir)
    status, reported = await server.ask("POST", "restore", body={"path": "folder/a.ipynb", "name": name})
    assert (status, "\n" in reported["message"]) == (404, False)
    assert tree(jp_root_dir) == before


WHY = "d.txt cannot be restored as it was recorded: it is not kept and git has no version with its digest"


async def test_what_git_does_not_have_is_not_touched(server, recorded):
    (recorded.parent / "d.txt").write_text("2")
    before = tree(recorded.parent)
    status, reported = await server.ask("POST", "restore", body={"path": "folder/a.ipynb", "name": "d.txt"})
    assert (status, reported["message"]) == (409, WHY)
    assert tree(recorded.parent) == before


async def test_a_snapshot_that_cannot_be_read_is_reported_without_the_servers_own_paths(server, recorded):
    recorded.with_suffix(".repro.json").write_text("{")
    for address in ("state", "drift"):
        status, reported = await server.ask("GET", address, params={"path": "folder/a.ipynb"})
        assert status == 422
        assert reported["message"].startswith("folder/a.repro.json cannot be read")
        assert reported["remedy"]


async def test_a_hidden_file_is_not_written(server, record, jp_root_dir):
    (jp_root_dir / ".secret").write_text("1")
    record(written(jp_root_dir / "h.ipynb", "open('.secret').read()"))
    git(jp_root_dir, "init", "-q")
    git(jp_root_dir, "add", ".")
    git(jp_root_dir, *WHO, "commit", "-qm", "a")
    (jp_root_dir / ".secret").write_text("2")
    status, reported = await server.ask("POST", "restore", body={"path": "h.ipynb", "name": ".secret"})
    assert (status, reported["message"]) == (404, ".secret is hidden on this server")
    assert (jp_root_dir / ".secret").read_text() == "2"


async def test_drift_of_a_local_module_advises_no_restoring_of_data(server, record, jp_root_dir):
    (jp_root_dir / "mine.py").write_text("VALUE = 1\n")
    record(written(jp_root_dir / "m.ipynb", "import mine\nmine.VALUE"))
    git(jp_root_dir, "init", "-q")
    git(jp_root_dir, "add", ".")
    git(jp_root_dir, *WHO, "commit", "-qm", "a")
    (jp_root_dir / "mine.py").write_text("VALUE = 2\n")
    (change,) = await server.drift("m.ipynb")
    assert (change["kind"], change["actions"]) == ("code", [{"do": "restore", "name": "mine.py"}])
    assert change["remedy"] == "bring the recorded one back in its place; this one is kept beside it"


async def test_what_the_commit_does_not_have_is_named(server, committed):
    async def uncommitted():
        _, reported = await server.ask("GET", "drift", params={"path": "folder/a.ipynb"})
        return reported["uncommitted"]

    assert await uncommitted() == ["d.txt"]
    (committed.parent / "d.txt").write_text("1")
    (committed.parent / "other.txt").write_text("is no part of the result")
    assert await uncommitted() == []
    committed.write_text(committed.read_text() + "\n")
    assert await uncommitted() == ["a.ipynb"]
