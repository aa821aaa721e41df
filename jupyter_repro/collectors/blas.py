"""Libraries for linear algebra and for threads that the kernel had loaded: the order in which they sum differs.

Source of what they tell: threadpoolctl, which asks each library that the process has loaded.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from jupyter_repro.extensions.protocols import Site
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.verdicts import ContextChange

_PACKAGES = ("site-packages", "dist-packages")
_BUNDLED = re.compile(r"\.(?:libs|dylibs)$")
_NOT_LOADED = "not loaded"


class BlasCollector:
    """BLAS and OpenMP: version, the kernel that it chose for this processor, and number of threads."""

    section = "blas"
    in_kernel = True

    def collect(self, _site: Site) -> dict[str, str]:
        """Library to what it is; nothing is loaded for it."""
        from threadpoolctl import threadpool_info

        with warnings.catch_warnings():
            # it warns of two OpenMP libraries in one process, which is for the notebook's author to hear of
            warnings.simplefilter("ignore")
            return described(threadpool_info())

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """Libraries that are not as recorded; none where nobody looked."""
        if found:
            for name in sorted(recorded):
                now = found.get(name, _NOT_LOADED)
                if now != recorded[name]:
                    yield ContextChange("machine", name, recorded[name], now)


def described(libraries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What threadpoolctl tells, by library and the package that brought it; without the paths."""
    loaded: dict[str, str] = {}
    for name, what in sorted((_name(library), _what(library)) for library in libraries):
        number = sum(known == name or known.startswith(f"{name} #") for known in loaded) + 1
        loaded[name if number == 1 else f"{name} #{number}"] = what
    return loaded


def _name(library: Mapping[str, Any]) -> str:
    parts = PurePath(library["filepath"]).parts
    inside = [parts[index + 1] for index, part in enumerate(parts[:-2]) if part in _PACKAGES]
    owner = f" of {_BUNDLED.sub('', inside[-1])}" if inside else ""
    return f"{library['internal_api']}{owner}"


def _what(library: Mapping[str, Any]) -> str:
    threads = counted(library["num_threads"], "thread")
    words = (library.get("version"), library.get("architecture"), library.get("threading_layer"), threads)
    return ", ".join(str(word) for word in words if word)
