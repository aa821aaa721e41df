"""Programs that write to the kernel's own output, where nobody asks for it: `subprocess.run`, `call`, `os.system`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import FrameType
from typing import Any

from jupyter_repro.patching import replaced, see_through

_STREAMS = ("stdout", "stderr", "capture_output", "input", "stdin")
"""Arguments by which somebody says where what a program writes goes, or what it reads."""

Asks = Callable[[FrameType], bool]


def hold_shown_programs(asks: Asks) -> Iterator[Callable[[], None]]:
    """Let them be run so that what they write is held, and written to the cell's output when they have ended."""
    run = subprocess.run
    yield replaced(subprocess, "run", see_through(_run(run, asks)))
    yield replaced(subprocess, "call", see_through(_call(subprocess.call, asks, run)))
    yield replaced(os, "system", see_through(_system(os.system, asks, run)))


def _run(run: Callable[..., Any], asks: Asks) -> Callable[..., Any]:
    @wraps(run)
    def shown(*args: Any, **named: Any) -> Any:
        if len(args) > 1 or not named.keys().isdisjoint(_STREAMS) or not asks(sys._getframe(1)):
            return run(*args, **named)
        return _shown(run, *args, **named)

    return shown


def _call(call: Callable[..., Any], asks: Asks, run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def shown(*args: Any, **named: Any) -> Any:
        if len(args) > 1 or not named.keys().isdisjoint(_STREAMS) or not asks(sys._getframe(1)):
            return call(*args, **named)
        return _shown(run, *args, **named).returncode

    return shown


def _system(system: Callable[..., int], asks: Asks, run: Callable[..., Any]) -> Callable[..., int]:
    @wraps(system)
    def shown(command: Any) -> int:
        if os.name != "posix" or not asks(sys._getframe(1)):
            return system(command)
        status: int = _shown(run, command, shell=True).returncode  # noqa: S604  the notebook's own line for a shell
        return status << 8 if status >= 0 else -status

    return shown


def _shown(run: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """What `subprocess.run` answers, once what the program wrote is shown."""
    try:
        done = run(*args, **named, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        _show(error)
        raise
    _show(done)
    return done


def _show(done: Any) -> None:
    for stream, text in ((sys.stdout, done.stdout), (sys.stderr, done.stderr)):
        if text:
            stream.write(text.decode(errors="replace") if isinstance(text, bytes) else text)
            stream.flush()
    done.stdout = done.stderr = None
