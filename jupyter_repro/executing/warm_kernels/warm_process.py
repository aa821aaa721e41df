"""A kernel that was forked, as a process in the manner of `subprocess.Popen`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from jupyter_repro.executing.warm_kernels.fork_server import OUTDATED

_LONGEST_ANSWER = 4096


class Outdated(ConnectionError):
    """The fork server has imported what is another by now, and ends."""


class WarmProcess:
    """What jupyter_client's provisioner asks of the process that it has started."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        """Wait until the kernel is forked. Raises Outdated, and OSError where the fork server has ended."""
        self._connection = connection
        self._said = b""
        self.returncode: int | None = None
        answer = self._answer()
        if answer is None:
            raise ConnectionResetError("the fork server has ended")
        if OUTDATED in answer:
            raise Outdated
        self.pid = int(answer["pid"])

    def poll(self) -> int | None:
        """Its exit status; None while it runs. Negative where a signal ended it."""
        if self.returncode is None:
            self._connection.settimeout(0)
            with suppress(BlockingIOError):
                self._take(self._answer())
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired after `timeout` seconds."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self._take(self._answer())
            except TimeoutError:
                raise subprocess.TimeoutExpired("kernel", timeout or 0) from None
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it ended, and the fork server has not said so yet
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _take(self, answer: dict[str, Any] | None) -> None:
        # without an answer the fork server is gone, which takes its kernels with it
        self.returncode = -signal.SIGKILL if answer is None else int(answer["status"])
        self._connection.close()

    def _answer(self) -> dict[str, Any] | None:
        """The next line; None where the connection is closed."""
        while b"\n" not in self._said:
            try:
                more = self._connection.recv(_LONGEST_ANSWER)
            except ConnectionError:
                return None
            if not more:
                return None
            self._said += more
        line, _, self._said = self._said.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer


def forked(address: str, request: Mapping[str, object], errors: int) -> WarmProcess:
    """A kernel of the fork server at `address`, with the descriptor `errors` as its standard error.

    Raises Outdated, and OSError where the fork server has ended.
    """
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address)
        line = json.dumps(request).encode() + b"\n"
        sent = socket.send_fds(connection, [line], [errors])
        connection.sendall(line[sent:])
        return WarmProcess(connection)
    except BaseException:
        connection.close()
        raise
