"""Names of stages, which every tool takes: they begin with a letter, and hold letters, digits and underscores."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import PurePosixPath

_NO_NAME = re.compile(r"\W+", re.ASCII)
_RESERVED = frozenset({"notebooks", "all", *keyword.kwlist, *keyword.softkwlist})
"""The rule that makes them all, one that a Snakefile often has itself, and words of Python."""


def stage_names(notebooks: Sequence[str]) -> list[str]:
    """A name for each notebook, by its relative path: no two are equal, and most do not depend on the others.

    >>> stage_names(["01 clean.ipynb", "a/fit.ipynb", "b/fit.ipynb"])
    ['notebook_01_clean', 'a_fit', 'b_fit']
    """
    paths = [PurePosixPath(notebook).with_suffix("") for notebook in notebooks]
    short = Counter(_name(path.name) for path in paths)
    names: list[str] = []
    for path in paths:
        name = _name(path.name)
        wanted = name if short[name] == 1 else _name("_".join(path.parts))
        names.append(_unused(wanted, {*names, *short} if wanted != name else set(names)))
    return names


def _name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = _NO_NAME.sub("_", plain).strip("_")
    return name if name[:1].isalpha() and name not in _RESERVED else f"notebook_{name}".rstrip("_")


def _unused(wanted: str, taken: set[str]) -> str:
    numbered = (wanted if number == 1 else f"{wanted}_{number}" for number in count(1))
    return next(name for name in numbered if name not in taken)
