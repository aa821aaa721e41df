"""Who publishes."""

from __future__ import annotations

import getpass


def user_name() -> str:
    """Who runs this, by the system's name for the user."""
    try:
        return getpass.getuser()
    except Exception:  # where the system has no name for the user, each Python raises something else
        return "unknown"
