"""Sending to real stores: two at once, a server that is cut off, a process that is killed, and sending again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import msgspec
import psutil
import pytest
from mlflow_server import answering, empty_database

from jupyter_repro.errors import NoAnswer
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.records.verifications import Verification, verification_file, verifications_in
from jupyter_repro.trackers.mlflow.errors import explained
from jupyter_repro.trackers.mlflow.tracker import MlflowTracker
from jupyter_repro.trackers.server_errors import server_error
from jupyter_repro.trackers.stored_files import read_files
from jupyter_repro.tracking import sending_process
from jupyter_repro.tracking.outbox import Amendment, Publication, put, waiting
from jupyter_repro.tracking.sending import send, sender_ready
from jupyter_repro.tracking.sending_process import send_here

DIGEST = "blake3:" + "ab" * 32
RUN = RunRecord(
    "ab" * 16, "a", "2026-01-01T00:00:00Z", "ada", {"seed": "1"},
    {"repro.snapshot": DIGEST, "repro.notebook": "a.ipynb", "repro.verified": "not verified"}, files={"a.ipynb": b"{}"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def database(tmp_path):
    empty_database(tmp_path / "mlflow.db")
    return Destination("mlflow:sqlite:///mlflow.db", str(tmp_path), "study")


def run_of(name: str) -> RunRecord:
    tags = {**RUN.tags, "repro.snapshot": f"blake3:{name}"}
    return msgspec.structs.replace(RUN, id=name, name=name, tags=tags)


def found(destination: Destination):
    return list(MlflowTracker().runs(destination, {"repro.notebook": "a.ipynb"}))


@contextmanager
def silent_server():
    """One that takes a request and never answers; its address, and an event that tells that it was asked."""
    reached, released = threading.Event(), threading.Event()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def take() -> None:
            connection, _ = listener.accept()
            connection.recv(1)
            reached.set()
            released.wait(30)
            connection.close()

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", reached
        released.set()


def test_two_notebooks_are_published_at_once_in_a_database_that_is_not_there_yet(tmp_path):
    fresh = Destination("mlflow:sqlite:///mlflow.db", str(tmp_path), "study")
    paths = [put(Publication(fresh, run_of(name))) for name in ("one", "two")]
    with ThreadPoolExecutor() as both:
        answers = list(both.map(lambda path: send([path])[0], paths))
    assert [answer.what for answer in answers] == ["", ""]
    assert {run.name for run in found(fresh)} == {"one", "two"}
    assert waiting() == []


def test_what_is_not_taken_waits_and_is_sent_once(database):
    publication = put(Publication(database, RUN))
    amendment = put(Amendment(database, DIGEST, {"repro.verified": "identical"}))
    with answering(401) as address:
        down = Destination(f"mlflow:{address}", database.root, "study")
        refused = send_here(put(Publication(down, RUN)))
    assert "wrong or missing credentials" in refused.what
    assert len(waiting()) == 3
    answers = [send_here(path) for path in (publication, amendment, publication)]
    answers.append(send_here(put(Publication(database, RUN))))
    assert [answer.what for answer in answers] == ["", "", "", ""]
    (run,) = found(database)
    # published once more, it is still what a verification has said of it
    assert run.tags["repro.verified"] == "identical"
    assert len(waiting()) == 1


def test_a_process_that_is_killed_in_the_middle_loses_and_doubles_nothing(database, tmp_path):
    store = MlflowTracker()
    begun = store.log(database, RUN)
    with silent_server() as (address, reached):
        path = put(Publication(Destination(f"mlflow:{address}", str(tmp_path), "study"), RUN))
        command = [sys.executable, "-m", "jupyter_repro.tracking.sending_process"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE)
        process.stdin.write(f"{path}\n".encode())
        process.stdin.flush()
        assert reached.wait(60)
        process.kill()
        process.wait()
    assert waiting() == [path]
    assert send_here(put(Publication(database, RUN))).run == begun
    assert [run.id for run in found(database)] == [begun.id]


def test_a_verdict_of_a_notebook_that_was_never_published_is_no_trouble(database):
    assert send_here(put(Amendment(database, DIGEST, {"repro.verified": "identical"}))).what == ""
    assert waiting() == []


def test_a_server_that_does_not_answer_is_waited_for_once(database, monkeypatch):
    asked = []

    def logged(item):
        asked.append(item)
        raise NoAnswer("it does not answer in time")

    monkeypatch.setattr(sending_process, "_logged", logged)
    silent = {}
    there, elsewhere = database, msgspec.structs.replace(database, address="mlflow:http://host")
    items = [Publication(place, run_of(name)) for place in (there, elsewhere) for name in ("one", "two")]
    answers = [send_here(put(item), silent) for item in items]
    assert {answer.what for answer in answers} == {"it does not answer in time"}
    assert [item.destination for item in asked] == [there, elsewhere]
    assert len(waiting()) == 4


def test_what_times_out_is_a_server_that_does_not_answer():
    reported = "HTTPConnectionPool(host='h', port=1): Read timed out. (read timeout=10)"
    assert isinstance(explained(OSError(reported), "http://h:1"), NoAnswer)
    assert isinstance(server_error("It", reported, ""), NoAnswer)


def test_one_that_takes_too_long_is_ended_and_kept(database):
    path = put(Publication(database, RUN))
    assert send([path], limit=0.05)[0].what == "it took longer than 0.05 s"
    assert waiting() == [path]


@contextmanager
def sender_process(destination):
    """The process that is ready to send there."""
    before = psutil.Process().children()
    with sender_ready(destination.address):
        (process,) = [each for each in psutil.Process().children() if each not in before]
        yield process


def test_a_process_that_is_ready_sends_all_that_is_sent_in_the_meantime(database):
    with sender_process(database) as process:
        first, second = (send([put(Publication(database, run_of(name)))])[0] for name in ("one", "two"))
        assert process.is_running()
    assert (first.what, second.what) == ("", "")
    assert {run.name for run in found(database)} == {"one", "two"}
    assert not process.is_running()


def test_where_it_has_died_or_hung_another_one_sends(database):
    paths = [put(Publication(database, run_of(name))) for name in ("one", "two")]
    with sender_process(database) as process:
        process.kill()
        process.wait()
        assert send(paths[:1])[0].what == ""
    with sender_ready(database.address):
        assert send(paths[1:], limit=0.01)[0].what == "it took longer than 0.01 s"
        assert send(paths[1:])[0].what == ""


def test_a_process_forked_meanwhile_sends_by_one_of_its_own(database):
    path = put(Publication(database, RUN))
    with sender_ready(database.address):
        child = os.fork()
        if child == 0:
            os._exit(len(send([path])[0].what))
        assert os.waitpid(child, 0)[1] == 0
        assert waiting() == []
        assert send([put(Publication(database, RUN))])[0].what == ""


def test_a_damaged_item_is_reported_and_does_not_keep_others_back(database):
    damaged, whole = put(Publication(database, run_of("bad"))), put(Publication(database, RUN))
    damaged.write_bytes(b"\x00")
    reported = [send_here(path).what for path in (damaged, whole)]
    assert "it is damaged" in reported[0]
    assert reported[1] == ""


def test_verifications_of_two_machines_at_a_time_are_both_in_the_history(database, tmp_path):
    send_here(put(Publication(database, RUN)))
    both = [
        put(Amendment(database, DIGEST, {"repro.verified": "identical"}, verification_file(each), each.id))
        for each in (Verification(name, name, "identical", on=name) for name in ("one", "two"))
    ]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda path: send([path])[0], both))
    assert [answer.what for answer in answers] == ["", ""]
    MlflowTracker().files(database, found(database)[0].id, tmp_path / "back")
    assert [each.on for each in verifications_in(read_files(tmp_path / "back"))] == ["two", "one"]
