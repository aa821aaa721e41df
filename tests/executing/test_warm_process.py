"""A forked kernel as a process."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys

import pytest

from jupyter_repro.executing.warm_kernels.warm_process import WarmProcess


@pytest.fixture
def server():
    """The fork server's end of a connection, and a process that has ended and of which it has not spoken yet."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        ours.sendall(json.dumps({"pid": ended.pid}).encode() + b"\n")
        yield ours, WarmProcess(theirs)


def test_a_signal_to_a_process_that_has_ended_is_none(server):
    connection, process = server
    process.send_signal(signal.SIGINT)
    process.kill()
    assert process.poll() is None
    connection.sendall(b'{"status": 0}\n')
    assert process.wait(5) == 0
    process.terminate()
