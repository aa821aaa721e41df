"""What MLflow makes up for a run."""

from __future__ import annotations

import re
from typing import Any

_NAME = re.compile(r"[a-z]+-[a-z]+-\d+")
"""The form of a name that MLflow gives a run that has none."""


def made_up(info: Any) -> tuple[str, ...]:
    """Name and time of a run, as far as nobody chose them."""
    name = info.run_name or ""
    return (*([name] if _NAME.fullmatch(name) else []), str(info.start_time))
