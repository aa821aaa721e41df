"""The process of a kernel, which ends with the execution however that ends."""

from __future__ import annotations

from contextlib import suppress
from typing import Any


def end_process(manager: Any) -> None:
    """Kill the kernel that a manager still has: whoever interrupts its start leaves it running."""
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    if process is not None and process.poll() is None:
        with suppress(OSError):
            process.kill()
            process.wait()
