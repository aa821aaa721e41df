"""The process that does one job: started, heard and ended."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.files.parent_process import before_it_runs
from jupyter_repro.files.subprocesses import own_command

_PATIENCE = 5.0
"""Seconds that a process has to end its kernel before it is killed."""
_LONGEST_LINE = 1 << 30
"""Bytes of a verdict: the pictures of its differences are in it."""
_LAST_WORDS = 4096


class WorkerProcess:
    """`jupyter_repro.server.worker` in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, kind: str, path: str, root: Path) -> WorkerProcess:
        """Start it in the server's folder, so that what it says names the notebook as the server does."""
        return await cls._started("jupyter_repro.server.worker", kind, path, root=root)

    @classmethod
    async def waiting(cls, path: str, root: Path) -> WorkerProcess:
        """One that waits for its job, prepared for the notebook at `path`."""
        return await cls._started(
            "jupyter_repro.server.spare_worker", path, root=root, stdin=asyncio.subprocess.PIPE
        )

    @classmethod
    async def _started(
        cls, module: str, *arguments: str, root: Path, stdin: int = asyncio.subprocess.DEVNULL
    ) -> WorkerProcess:
        process = await asyncio.create_subprocess_exec(
            *own_command(module, *arguments),
            cwd=root,
            stdin=stdin,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            # a session of its own, so that the kernel ends with it
            start_new_session=True,
            preexec_fn=before_it_runs(signal.SIGTERM),
        )
        return cls(process)

    async def give(self, kind: str, path: str) -> None:
        """Give one that waits its job. Raises OSError where it has ended."""
        given = self._process.stdin
        assert given is not None
        if self._process.returncode is not None:
            raise BrokenPipeError
        given.write(msgspec.json.encode({"kind": kind, "path": path}) + b"\n")
        await given.drain()
        given.close()

    async def heard(self, take: Callable[[Mapping[str, Any]], None]) -> str:
        """Give each line that it writes to `take` until it ends; answers its last words on standard error."""
        said, _ = await asyncio.gather(self._last_words(), self._lines(take))
        await self._process.wait()
        return said

    async def end(self) -> None:
        """End it by asking, and after a while with force."""
        try:
            self._process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except ProcessLookupError:
            return
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._kill()

    def _kill(self) -> None:
        """With all that it started, where the system has groups of processes; Windows has none."""
        if hasattr(os, "killpg"):
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    async def _lines(self, take: Callable[[Mapping[str, Any]], None]) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            take(msgspec.json.decode(line))

    async def _last_words(self) -> str:
        assert self._process.stderr is not None
        said = b""
        while more := await self._process.stderr.read(_LAST_WORDS):
            said = (said + more)[-_LAST_WORDS:]
        lines = said.decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""
