"""The process of a kernel, which ends with the execution however that ends."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from jupyter_repro.executing.plan import Interpreter
from jupyter_repro.files.owned_names import new_folder
from jupyter_repro.files.parent_process import before_it_runs


def process_options(errors: BinaryIO) -> dict[str, Any]:
    """How a kernel is started: it ends with this process, and what it writes itself goes to `errors`, or nowhere."""
    return {
        "stdout": subprocess.DEVNULL,
        "stderr": errors,
        "preexec_fn": before_it_runs(signal.SIGKILL),
    }


def end_process(manager: Any) -> None:
    """Kill the kernel that a manager still has: whoever interrupts its start leaves it running."""
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    if process is not None and process.poll() is None:
        with suppress(OSError):
            process.kill()
            process.wait()


def sockets_folder(interpreter: Interpreter | None) -> Path:
    """A folder for the sockets of one kernel, which it can reach."""
    if interpreter is None or interpreter.scratch is None:
        return new_folder()
    folder = interpreter.scratch / "kernel"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
