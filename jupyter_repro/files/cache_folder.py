"""Where this user's cache lies."""

from __future__ import annotations

import os
from pathlib import Path

CACHE = "JUPYTER_REPRO_CACHE"
"""Environment variable that names another folder."""


def cache_folder() -> Path:
    """The folder; it need not be there yet."""
    from platformdirs import user_cache_path

    folder = os.environ.get(CACHE)
    return Path(folder) if folder else user_cache_path("jupyter-repro")
