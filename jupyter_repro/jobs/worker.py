"""A process that runs one notebook after another, forked from one that has imported all that it needs."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Literal, NamedTuple

from jupyter_repro.executing.plan import Progress
from jupyter_repro.executing.warm_kernels.warm_servers import WARM, Key

Work = Callable[[str, Progress], Any]
"""Runs the notebook at a path and answers anything that can be pickled; it raises what ends the whole run."""


class Message(NamedTuple):
    """What a worker says to its owner."""

    kind: Literal["progress", "server", "started", "answer", "error"]
    content: Any


def work_on(connection: Connection, work: Work, end_with_owner: Callable[[], None] | None) -> None:
    """Run what the owner sends, path by path, until it sends None or ends."""
    if end_with_owner:
        end_with_owner()
    # Ctrl-C reaches the owner as well, who ends us; ignored altogether, it would be in our kernels
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    WARM.elsewhere = partial(_server, connection)
    with suppress(EOFError, OSError):
        while (path := connection.recv()) is not None:
            answer = _answer(connection, work, path)
            connection.send(Message("started", frozenset(WARM.reasons)))
            connection.send(answer)


def _answer(connection: Connection, work: Work, path: str) -> Message:
    def progress(above: int, total: int) -> None:
        connection.send(Message("progress", (above, total)))

    try:
        return Message("answer", work(path, progress))
    except Exception as error:
        return Message("error", error)


def _server(connection: Connection, key: Key) -> str:
    """Address of the owner's fork server."""
    connection.send(Message("server", key))
    address: str = connection.recv()
    return address
