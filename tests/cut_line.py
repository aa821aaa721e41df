"""A line to a server on this machine that can be cut after so many bytes."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: the other side learns of the end by a reset, as when a network goes away."""
_PIECE = 1 << 12


class Line:
    """What goes through it in both directions is counted, until it is cut."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock, self._open = threading.Lock(), set[socket.socket]()
        self._left: float = float("inf")
        self.carried = 0
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: float) -> None:
        """Cut it once so many more bytes went through; none: now, and for whoever comes."""
        with self._lock:
            self._left, self.carried = count, 0
        if count <= 0:
            self._cut()

    def mend(self) -> None:
        """Let everything through from now on."""
        self.cut_after(float("inf"))

    def close(self) -> None:
        """End it."""
        self._door.close()
        self._cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                if self._left <= 0:
                    _reset(client)
                    continue
                server = socket.create_connection(self._server)
                with self._lock:
                    self._open |= {client, server}
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, reads: socket.socket, writes: socket.socket) -> None:
        with suppress(OSError):
            while piece := reads.recv(_PIECE):
                with self._lock:
                    self._left -= len(piece)
                    self.carried += len(piece)
                if self._left <= 0:
                    self._cut()
                    return
                writes.sendall(piece)
        with suppress(OSError):
            writes.shutdown(socket.SHUT_WR)

    def _cut(self) -> None:
        with self._lock:
            ended, self._open = self._open, set()
        for each in ended:
            _reset(each)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line to a server of this address, as long as it is needed."""
    host, _, port = url.rpartition("/")[2].partition(":")
    line = Line(host, int(port))
    try:
        yield line
    finally:
        line.close()


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        end.shutdown(socket.SHUT_RDWR)
    end.close()
