"""A fork server as its owner sees it: started, retired and ended."""

from __future__ import annotations

import signal
import socket
import subprocess
import weakref
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from jupyter_repro.executing.warm_kernels.fork_server import RETIRE
from jupyter_repro.files.owned_names import new_folder, remove
from jupyter_repro.files.parent_process import before_it_runs

_BACKLOG = 64
_FILE = Path(__file__).with_name("fork_server.py")
_RECORDER = Path(__file__).parents[3]
"""Folder that holds the recorder, for a kernel's Python that has none of its own."""
_PATIENCE = 5.0
"""Seconds that it has to end."""


class ForkServer:
    """One process; it ends with the thread that starts it."""

    def __init__(self, python: Sequence[str], environ: Iterable[tuple[str, str]]) -> None:
        """Raises OSError where it cannot be started."""
        folder = new_folder()
        try:
            self.address = str(folder / "s")
            self._lifeline, self._process = _started(python, environ, self.address)
        except BaseException:
            remove(folder)
            raise
        self._end = weakref.finalize(self, _ended, self._process, self._lifeline, folder)

    @property
    def is_alive(self) -> bool:
        """Whether it may still have kernels."""
        return self._process.poll() is None

    @property
    def takes_kernels(self) -> bool:
        """Whether it still starts kernels: one that is outdated gives up its address."""
        return self.is_alive and Path(self.address).exists()

    def retire(self) -> None:
        """Let it end when its last kernel has."""
        with suppress(OSError):
            self._lifeline.send(RETIRE)

    def end(self) -> None:
        """End it, and the kernels that it still has."""
        self._end()


def _started(
    python: Sequence[str], environ: Iterable[tuple[str, str]], address: str
) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """What it ends without, and its process."""
    lifeline, other = socket.socketpair()
    with other, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(_BACKLOG)
        inherited = listener.fileno(), other.fileno()
        process = subprocess.Popen(  # noqa: S603  the kernel spec's own interpreter
            [*python, str(_FILE), *map(str, inherited), str(_RECORDER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path(address).parent,
            env=dict(environ),
            pass_fds=inherited,
            start_new_session=True,
            preexec_fn=before_it_runs(signal.SIGKILL),
        )
    assert process.stdin is not None
    process.stdin.close()  # as jupyter_client does for a kernel
    return lifeline, process


def _ended(process: subprocess.Popen[bytes], lifeline: socket.socket, folder: Path) -> None:
    lifeline.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    remove(folder)
