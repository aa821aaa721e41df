"""Where many notebooks stand, from snapshots, files and the newest verdicts, through their handlers."""

from __future__ import annotations

import json
import os

from conftest import edit, tree, written

from jupyter_repro.snapshots.snapshot_file import snapshot_path


async def rows(server, *address, **params):
    """Path to the rest of each row."""
    status, answer = await server.ask("GET", *(address or ("notebooks",)), params=params)
    assert status == 200, answer
    return {row["path"]: row for row in answer["notebooks"]}


async def row(server, path="folder/a.ipynb"):
    return (await rows(server, path=path))[path]


async def test_notebooks_of_a_folder_are_told_apart_from_those_below_it(server, recorded, jp_root_dir):
    written(jp_root_dir / "top.ipynb", "1")
    written(jp_root_dir / "folder" / "deep" / "b.ipynb", "1")
    for passed_over in (".hidden", "node_modules"):
        written(jp_root_dir / passed_over / "c.ipynb", "1")
    assert set(await rows(server, "folder", path="folder")) == {"folder/a.ipynb"}
    assert set(await rows(server, "folder")) == {"top.ipynb"}
    assert set(await rows(server, path="folder")) == {"folder/a.ipynb", "folder/deep/b.ipynb"}
    every = await rows(server)
    assert list(every) == ["folder/a.ipynb", "folder/deep/b.ipynb", "top.ipynb"]
    assert {path: each["status"] for path, each in every.items()} == {
        "folder/a.ipynb": "recorded",
        "folder/deep/b.ipynb": "not-recorded",
        "top.ipynb": "not-recorded",
    }


async def test_an_edit_and_what_a_notebook_depends_on_are_seen_without_a_run(server, recorded):
    assert (await row(server))["drift"] == []
    (recorded.parent / "d.txt").write_text("2")
    assert (await row(server))["drift"] == ["d.txt"]
    (recorded.parent / "d.txt").unlink()
    assert (await row(server))["drift"] == ["d.txt"]
    edit(recorded, 1, "1 + 2")
    found = await row(server)
    assert (found["status"], found["why"]) == ("edited", "[2] was edited since it was recorded")
    edit(recorded, 1, "1 + 1")
    assert (await row(server))["status"] == "recorded"


async def test_a_large_file_is_not_read_and_named_instead(server, recorded):
    stored = snapshot_path(recorded)
    snapshot = json.loads(stored.read_text())
    snapshot["context"]["data"]["d.txt"]["size"] = 2_000_000
    stored.write_text(json.dumps(snapshot))
    (recorded.parent / "d.txt").write_bytes(bytes(2_000_000))
    found = await row(server)
    assert (found["drift"], found["unread"]) == ([], ["d.txt"])


async def test_what_cannot_be_read_says_why_and_hides_no_other(server, recorded, jp_root_dir):
    (recorded.parent / "broken.ipynb").write_text("{")
    snapshot_path(written(recorded.parent / "odd.ipynb", "1")).write_text("[]")
    found = await rows(server, "folder", path="folder")
    assert [found[f"folder/{name}.ipynb"]["status"] for name in ("broken", "odd", "a")] == [
        "unreadable",
        "unreadable",
        "recorded",
    ]
    assert str(jp_root_dir) not in json.dumps(found)
    assert "it is not JSON" in found["folder/broken.ipynb"]["why"]


async def test_a_verdict_counts_until_the_notebook_or_its_record_is_another(server, recorded):
    (recorded.parent / "d.txt").write_text("2")
    job = await server.job()
    assert (await row(server))["job"]["id"] == job["id"]
    ended = await server.ended(job["id"])
    found = await row(server)
    assert (found["status"], found["job"], found["report"]) == ("diverged", None, job["id"])
    assert found["why"].startswith("[1]: ")
    assert "d.txt changed" in found["why"]
    assert (found["when"], found["seconds"]) == (ended["ended"], ended["verdict"]["seconds"])
    edit(recorded, 1, "1 + 2")
    found = await row(server)
    assert (found["status"], found["why"]) == ("edited", "[2] was edited since it was recorded")


async def test_many_are_verified_but_for_what_has_not_changed(server, recorded, jp_root_dir):
    written(jp_root_dir / "b.ipynb", "1")
    asked = {"paths": ["folder/a.ipynb", "b.ipynb"], "kind": "verify"}
    verdicts = []
    for _ in range(2):
        status, jobs = await server.ask("POST", "jobs", "many", body=asked)
        assert (status, [job["phase"] for job in jobs]) == (202, ["queued", "queued"])
        verdicts.append([(await server.ended(job["id"]))["verdict"] for job in jobs])
    (first, nothing), (again, _) = verdicts
    assert (first["status"], first["unchanged_since"], nothing["status"]) == ("identical", "", "unverifiable")
    assert (again["status"], bool(again["unchanged_since"])) == ("identical", True)
    found = await row(server)
    assert (found["status"], found["when"]) == ("verified", again["unchanged_since"])
    assert found["seconds"] > 0
    assert (await row(server, "b.ipynb"))["status"] == "not-recorded"


async def test_several_are_ended_at_once_and_none_of_them_begins(server, recorded, jp_root_dir):
    for name in ("b", "c"):
        written(jp_root_dir / f"{name}.ipynb", "import time\ntime.sleep(600)")
    asked = {"paths": ["b.ipynb", "c.ipynb"], "kind": "verify"}
    _, jobs = await server.ask("POST", "jobs", "many", body=asked)
    status, ended = await server.ask(
        "POST", "jobs", "end", body={"ids": [*(job["id"] for job in jobs), "99"]}
    )
    assert (status, [job["phase"] for job in ended]) == (200, ["cancelled", "cancelled"])
    assert [each["job"] for each in (await rows(server)).values()] == [None] * 3


async def test_a_snapshot_is_taken_of_what_is_not_open_alone(server, notebook, jp_serverapp):
    before = tree(notebook.parent)
    await jp_serverapp.session_manager.create_session(path="folder/a.ipynb", name="a", type="notebook")
    status, refused = await server.ask(
        "POST", "jobs", "many", body={"paths": ["folder/a.ipynb"], "kind": "snapshot"}
    )
    assert (status, "folder/a.ipynb is open" in refused["message"]) == (409, True)
    assert tree(notebook.parent) == before
    for session in await jp_serverapp.session_manager.list_sessions():
        await jp_serverapp.session_manager.delete_session(session["id"])
    done = await server.ended((await server.job(kind="snapshot"))["id"])
    assert (done["phase"], done["verdict"], done["error"]) == ("done", None, "")
    assert (await row(server))["status"] == "recorded"
    assert json.loads(notebook.read_text())["cells"][1]["outputs"]


async def test_why_a_snapshot_could_not_be_taken_is_kept(server, jp_root_dir):
    path = written(jp_root_dir / "a.ipynb", "1 / 0")
    await server.ended((await server.job("a.ipynb", kind="snapshot"))["id"])
    found = await row(server, "a.ipynb")
    assert (found["status"], "ZeroDivisionError" in found["why"]) == ("failed", True)
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))
    assert (await row(server, "a.ipynb"))["status"] == "not-recorded"
