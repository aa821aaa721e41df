"""Files of open notebooks are watched by the server, and pages hear of each change once."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_repro.server import result_watch
from jupyter_repro.server.events import FILES_SCHEMA_ID
from jupyter_repro.server.result_watch import ResultWatch, file_stamps

SOON = 0.01


class Events:
    """What pages would hear."""

    def __init__(self):
        self.sent = asyncio.Queue()

    def emit(self, *, schema_id, data):
        assert schema_id == FILES_SCHEMA_ID
        self.sent.put_nowait(data["path"])

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 10)


@pytest.fixture
def data(tmp_path):
    (tmp_path / "d.txt").write_text("1")
    return tmp_path / "d.txt"


async def test_a_change_is_said_once_until_a_page_asks_again(data):
    events = Events()
    watch = ResultWatch(events, SOON)
    watch.watch("a.ipynb", file_stamps([data]))
    data.write_text("22")
    assert await events.next() == "a.ipynb"
    data.write_text("333")
    watch.watch("b.ipynb", file_stamps([data]))
    data.unlink()
    assert await events.next() == "b.ipynb"
    await watch.end()


async def test_a_notebook_that_nobody_asks_about_any_more_is_forgotten(data, monkeypatch):
    monkeypatch.setattr(result_watch, "PATIENCE", 0.0)
    events = Events()
    watch = ResultWatch(events, SOON)
    watch.watch("a.ipynb", file_stamps([data]))
    monkeypatch.setattr(result_watch, "PATIENCE", 60.0)
    (other := data.with_name("e.txt")).write_text("1")
    watch.watch("b.ipynb", file_stamps([data, other]))
    data.write_text("22")
    assert await events.next() == "b.ipynb"
    assert events.sent.empty()
    await watch.end()


async def test_pages_hear_of_a_change_of_the_data_of_a_notebook_whose_drift_was_asked(
    server, recorded, jp_serverapp
):
    heard = asyncio.Queue()

    async def listen(logger, schema_id, data):
        heard.put_nowait(data["path"])

    jp_serverapp.event_logger.add_listener(schema_id=FILES_SCHEMA_ID, listener=listen)
    assert await server.drift() == []
    (recorded.parent / "d.txt").write_text("22")
    assert await asyncio.wait_for(heard.get(), 20) == "folder/a.ipynb"
    assert [change["name"] for change in await server.drift()] == ["d.txt"]
