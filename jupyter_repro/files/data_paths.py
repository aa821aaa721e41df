"""Which files count as data of a notebook: not Python's, not the system's, no settings and caches.

It is asked at every `open` in a kernel, so it works on strings and imports the standard library only.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache

_SYSTEM = (
    "/usr", "/etc", "/proc", "/sys", "/dev", "/run", "/lib", "/lib64", "/bin", "/sbin", "/boot", "/snap",
    "/var/tmp/dvc",  # noqa: S108  where DVC keeps what it knows of a repository
    "/System", "/Library", "/opt/homebrew", "/private/etc",
)  # fmt: skip
_OF_HOME = (
    ".cache", ".config", ".local", ".ipython", ".jupyter", ".matplotlib", "Library", ".pyenv", ".conda",
)  # fmt: skip
_VARIABLES = (
    "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR",
    "XDG_CACHE_HOME", "DVC_SITE_CACHE_DIR", "JUPYTER_REPRO_CACHE",
)  # fmt: skip
_NEVER = re.compile(
    r"[/\\](?:__pycache__|\.git|\.dvc|\.ipynb_checkpoints|site-packages|dist-packages|ipykernel_\d+)(?:[/\\]|$)|\.pyc$"
)


def is_data(path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> bool:
    """Whether a file that a notebook in `folder` opened is data; both absolute.

    A folder of the system or of settings does not count, unless the notebook itself lies in it: then what is
    below the notebook's folder does. Installed packages, byte code, git's, DVC's and Jupyter's own files never
    count.
    """
    name = os.fspath(path)
    elsewhere, around, below = _places(os.fspath(folder))
    if name.startswith(elsewhere):
        return False
    if around and name.startswith(around) and not name.startswith(below):
        return False
    return _NEVER.search(name) is None


@lru_cache(maxsize=8)
def _places(folder: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Places that do not count, those that do not except below `folder`, and the prefix of that."""
    below = _prefix(folder)
    places = tuple(dict.fromkeys(_not_data(os.environ)))
    elsewhere = tuple(place for place in places if not below.startswith(place))
    around = tuple(place for place in places if below.startswith(place))
    return elsewhere, around, below


def _not_data(environ: Mapping[str, str]) -> Iterator[str]:
    for place in _candidates(environ):
        for name in (os.path.abspath(place), os.path.realpath(place)):  # noqa: PTH100  strings are wanted
            if name != os.path.dirname(name):  # noqa: PTH120
                yield _prefix(name)


def _candidates(environ: Mapping[str, str]) -> Iterator[str]:
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__))  # noqa: PTH120
    yield from _SYSTEM
    home = os.path.expanduser("~")  # noqa: PTH111
    yield from (f"{home}/{name}" for name in _OF_HOME)
    yield from (environ[name] for name in _VARIABLES if environ.get(name))


def _prefix(name: str) -> str:
    return name.rstrip("/\\") + os.sep
