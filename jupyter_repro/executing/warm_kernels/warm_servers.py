"""The fork servers of this process: one for each interpreter and set of variables."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Mapping, Sequence

from jupyter_repro.executing.project_view import AS_IT_LIES, ProjectView
from jupyter_repro.executing.warm_kernels.fork_server_process import ForkServer
from jupyter_repro.executing.warm_kernels.kernel_command import is_bound_to_folder, kernel_command, lasting
from jupyter_repro.executing.warm_kernels.warm_process import Outdated, WarmProcess, forked
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM

BY_CHANCE = "their hash seed is another one each time that Python starts"
MOST_SERVERS = 4
"""Each holds about 60 MB."""
Key = tuple[tuple[str, ...], frozenset[tuple[str, str]]]


class Unforkable(Exception):
    """Why a kernel is started as any other."""


class WarmServers(threading.local):
    """Those that this thread has started, which end with it."""

    def __init__(self) -> None:
        self._servers: dict[Key, ForkServer] = {}
        self._retired: list[ForkServer] = []
        """Those that still have kernels."""
        self._unusable: set[Key] = set()
        self.reasons: set[str] = set()
        """Why kernels were started, not forked."""
        self.elsewhere: Callable[[Key], str] | None = None
        """Asks another process, which lives longer, for the address of its server."""

    def kernel(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        folder: str,
        errors: int,
        view: ProjectView = AS_IT_LIES,
    ) -> WarmProcess:
        """A kernel that `command` would start, with the descriptor `errors` as its standard error.

        Raises Unforkable where there is none.
        """
        parts = kernel_command(command)
        if parts is None:
            raise Unforkable("they are not started by ipykernel's launcher")
        key = self._key(parts.python, environ)
        request = {
            "command": list(command),
            "arguments": parts.arguments,
            "environ": dict(environ),
            "folder": folder,
            "view": view.words,
        }
        address = self.elsewhere or self.address
        try:
            try:
                return forked(address(key), request, errors)
            except Outdated:
                return forked(address(key), request, errors)
        except OSError:
            self._servers.pop(key, None)
            self._unusable.add(key)
            raise Unforkable("their fork server does not start") from None

    def start(self, python: tuple[str, ...], environ: Mapping[str, str]) -> None:
        """Start the server for an interpreter and variables. Raises Unforkable where there is none."""
        self.address(self._key(python, environ))

    def _key(self, python: tuple[str, ...], environ: Mapping[str, str]) -> Key:
        if not hasattr(os, "fork") or not hasattr(socket, "send_fds"):
            raise Unforkable("this system has no fork")
        if environ.get(HASH_SEED, RANDOM) in {"", RANDOM}:
            raise Unforkable(BY_CHANCE)
        if is_bound_to_folder(environ):
            raise Unforkable("PYTHONPATH names a folder relative to the notebook's")
        key = python, frozenset(lasting(environ).items())
        if key in self._unusable:
            raise Unforkable("what their Python imports as it starts cannot be forked")
        return key

    def address(self, key: Key) -> str:
        """Address of the server for an interpreter and a set of variables, which is started where there is none."""
        server = self._servers.pop(key, None)
        if server is not None and not server.takes_kernels:
            self._retired.append(server)
            server = None
        server = server or ForkServer(*key)
        self._servers[key] = server  # the last used stands last
        while len(self._servers) > MOST_SERVERS:
            self._retire(next(iter(self._servers)))
        return server.address

    def close(self) -> None:
        """End them all, and the kernels that they still have."""
        for server in (*self._servers.values(), *self._retired):
            server.end()
        self._servers.clear()
        self._retired.clear()

    def _retire(self, key: Key) -> None:
        server = self._servers.pop(key)
        server.retire()
        self._retired = [*(each for each in self._retired if each.is_alive), server]


WARM = WarmServers()
