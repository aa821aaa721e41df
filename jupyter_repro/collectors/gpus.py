"""Graphics processors and their driver, as NVIDIA's own tool tells them."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from functools import cache

NONE = "none"

_QUERY = ("--query-gpu=name,driver_version", "--format=csv,noheader")
_PATIENCE = 10
"""Seconds; a driver that hangs must not end a recording."""


@cache
def gpus() -> str:
    """Names with their number and driver; "none" where the tool is absent or finds none."""
    program = shutil.which("nvidia-smi")
    if not program:
        return NONE
    try:
        ran = subprocess.run(  # noqa: S603  fixed words, found on PATH
            [program, *_QUERY], capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return listed(ran.stdout) if ran.returncode == 0 else NONE


def listed(answer: str) -> str:
    """The tool's answer in one line: `2 x NVIDIA A100 (driver 535.1)`."""
    lines = (line.rpartition(",") for line in answer.splitlines() if "," in line)
    counts = Counter((name.strip(), driver.strip()) for name, _, driver in lines)
    printed_lines = [
        f"{f'{count} x ' if count > 1 else ''}{name} (driver {driver})"
        for (name, driver), count in sorted(counts.items())
    ]
    return ", ".join(printed_lines) or NONE
