"""Sending what waits in the outbox, by a process of its own, which can be started before there is anything to send."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from jupyter_repro.files.subprocesses import own_command
from jupyter_repro.tracking.sending_process import LIMIT, Sent

_PROCESS = "jupyter_repro.tracking.sending_process"
_ENDED = "the process that sends it ended without an answer"


def send(paths: Sequence[Path], limit: float = LIMIT) -> list[Sent]:
    """Send items and forget them; one that is not sent stays where it is, and the answer says why.

    `limit` is in seconds, of each.
    """
    with _sender() as sender:
        return sender.send(paths, limit)


@contextlib.contextmanager
def sender_ready(address: str) -> Iterator[None]:
    """Have a process ready for what is sent in the meantime; it imports the library of the tracker while others work.

    `address` is where it will go; "" for nowhere. A tracker's library takes seconds to import.
    """
    if not address:
        yield
        return
    sender = _Sender(address.partition(":")[0])
    _READY.append(sender)
    try:
        yield
    finally:
        _READY.remove(sender)
        sender.end()


@contextlib.contextmanager
def _sender() -> Iterator[_Sender]:
    """The one that is ready, else one for this time alone."""
    ready = _READY[-1] if _READY and _READY[-1].is_usable() else None
    sender = ready or _Sender()
    try:
        yield sender
    finally:
        if sender is not ready:
            sender.end()


class _Sender:
    """A process that sends, one item after the other."""

    def __init__(self, scheme: str = "") -> None:
        self._owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603  our own module, no shell
            own_command(_PROCESS, scheme),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    def is_usable(self) -> bool:
        """Whether it still runs, and is not that of the process that we were forked from."""
        return self._owner == os.getpid() and self._process.poll() is None

    def send(self, paths: Sequence[Path], limit: float) -> list[Sent]:
        """What came of each item; where the process ends, of those too that it was not asked for any more."""
        answers: dict[str, Sent] = {}
        ended = ""
        try:
            for path in paths:
                if not ended:
                    line, ended = self._ask(str(path), limit)
                    answers |= {str(path): _decoded(line)} if line else {}
        except BaseException:  # whoever is interrupted waits for nobody; the item is still there
            self.end()
            raise
        return [answers.get(str(path), Sent(str(path), what=ended)) for path in paths]

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.communicate()

    def _ask(self, path: str, limit: float) -> tuple[bytes, str]:
        """The line that it answers, or how it ended without one."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{path}\n".encode())
        except OSError:
            return b"", _ENDED
        return self._line(time.monotonic() + limit, f"it took longer than {limit:g} s")

    def _line(self, deadline: float, too_long: str) -> tuple[bytes, str]:
        assert self._process.stdout is not None
        place, line = self._process.stdout.fileno(), b""
        with selectors.DefaultSelector() as selector:
            selector.register(place, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    self._process.kill()
                    self._process.wait()
                    return b"", too_long
                piece = os.read(place, 1 << 16)
                if not piece:
                    return b"", _ENDED
                line += piece
        return line, ""


_READY: list[_Sender] = []
"""The innermost last."""


def _decoded(line: bytes) -> Sent:
    return msgspec.msgpack.decode(b64decode(line), type=Sent)
