"""A server on this machine, for planted notebooks that fetch something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Server:
    """Answers each path with the text that stands for it now."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = dict(answers)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Listen no more; twice is as once."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def serving(answers: dict[str, str]) -> Iterator[Server | None]:
    """A server with these answers; None where there are none."""
    if not answers:
        yield None
        return
    server = Server(answers)
    try:
        yield server
    finally:
        server.close()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = server.answers.get(self.path)
            content = (answer or "").encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Type", "application/json" if self.path.endswith("json") else "text/csv")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    return Handler
