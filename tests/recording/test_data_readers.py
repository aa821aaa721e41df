"""Every way to read data, in a real kernel: what was read is recorded once, and nothing else."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from live import session
from readers import DOCS, LARGE, READERS, data_server, made, table

from jupyter_repro.digest import digest_bytes
from jupyter_repro.recording.notes import decode_notes

NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readers")
    made(folder)
    with data_server(folder) as port, session(folder) as live:
        live.run("%load_ext jupyter_repro")
        live.run(f"port = {port}")
        live.port = port
        yield live


def used(kernel, cell):
    """Names of what this cell was the first to read."""
    data = decode_notes(kernel.value(NOTES)).data
    files = [(each.path, each.line) for each in data.files if each.cell == cell]
    folders = [(f"{each.path}/", each.line) for each in data.folders if each.cell == cell and each.whole]
    received = [(each.uri, each.line) for each in data.received if each.cell == cell]
    return files + folders + received


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.title)
def test_what_is_read_is_recorded_once_and_nothing_else(kernel, reader):
    if missing := [name for name in reader.needs if not find_spec(name)]:
        pytest.skip(f"{', '.join(missing)} not installed")
    shown = kernel.shown(reader.source, reader.title)
    assert "Error" not in shown, shown
    wanted = [name.format(port=kernel.port) for name in reader.reads]
    found = used(kernel, reader.title)
    assert sorted(name.partition("#query=")[0] for name, _ in found) == sorted(wanted)
    if reader.line:
        assert {line for _, line in found} == {reader.line}


def test_what_threads_receive_at_once_is_digested_apart(kernel):
    received = [each for each in decode_notes(kernel.value(NOTES)).data.received if "/t" in each.uri]
    assert {(each.digest, each.size) for each in received} == {(digest_bytes(LARGE), len(LARGE))}


def test_nothing_that_a_reader_does_is_a_problem(kernel):
    assert not decode_notes(kernel.value(NOTES)).problems


def test_the_page_has_every_way_to_read():
    assert DOCS.read_text(encoding="utf-8").endswith(table())
    assert len(READERS) >= 20
