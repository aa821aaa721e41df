"""Which Python a notebook ran on, and when each came out."""

from __future__ import annotations

import re
from datetime import date

from nbformat import NotebookNode

from jupyter_repro.errors import ReproError

RELEASES = {
    "3.5": date(2015, 9, 13),
    "3.6": date(2016, 12, 23),
    "3.7": date(2018, 6, 27),
    "3.8": date(2019, 10, 14),
    "3.9": date(2020, 10, 5),
    "3.10": date(2021, 10, 4),
    "3.11": date(2022, 10, 24),
    "3.12": date(2023, 10, 2),
    "3.13": date(2024, 10, 7),
    "3.14": date(2025, 10, 7),
}
"""Of each minor version; devguide.python.org/versions and the release schedules of its PEPs."""


def python_of(notebook: NotebookNode, day: date) -> str:
    """The version that the notebook's metadata names; else the newest that was out on that day.

    Raises ReproError for a notebook in another language, and for Python 2.
    """
    language_info = notebook.metadata.get("language_info", {})
    version, language = str(language_info.get("version", "")), str(language_info.get("name") or "python")
    kernel = notebook.metadata.get("kernelspec", {})
    if (
        language.lower() not in {"python", "ipython"}
        or str(kernel.get("language", "python")).lower() != "python"
    ):
        raise ReproError(f"its language is {kernel.get('language') or language}: only Python's past is known")
    if version.startswith("2") or str(kernel.get("name")) == "python2":
        raise ReproError(
            f"it ran on Python {version or '2'}, of which no environment can be built", _TRANSLATE
        )
    return version if re.fullmatch(r"3(\.\d+){1,2}", version) else newest_on(day)


def newest_on(day: date) -> str:
    """The newest minor version of a day; before the first that is known, that one."""
    out = [version for version, released in RELEASES.items() if released <= day]
    return out[-1] if out else next(iter(RELEASES))


def came_out(version: str) -> date:
    """When its minor version did; `3.7.16` or `3.7`."""
    return RELEASES.get(".".join(version.split(".")[:2]), date.min)


_TRANSLATE = "translate it to Python 3 first, for instance with 2to3"
