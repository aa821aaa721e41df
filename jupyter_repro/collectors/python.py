"""The Python that runs the notebook."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping

from jupyter_repro.extensions.protocols import Site
from jupyter_repro.verdicts import ContextChange

USUAL = "not set"
"""Of an option that is as it usually is."""
OPTIONS = {
    "PYTHONOPTIMIZE": "optimize",
    "PYTHONDEVMODE": "dev_mode",
    "PYTHONINTMAXSTRDIGITS": "int_max_str_digits",
    "PYTHONUTF8": "utf8_mode",
    "PYTHONNODEBUGRANGES": "",
    "PYTHONWARNINGS": "",
}
"""Environment variable that sets an option, to its name in `sys.flags`; options of the command line set the same."""


class PythonCollector:
    """Version and implementation."""

    section = "python"
    in_kernel = True

    def collect(self, _site: Site) -> dict[str, str]:
        """Version and implementation of the kernel's Python, and the options that are not as they usually are."""
        facts = {"version": platform.python_version(), "implementation": platform.python_implementation()}
        return {**facts, **_options()}

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """What is not as recorded, by name."""
        for name in sorted({*recorded, *found}):
            missing = USUAL if name in OPTIONS else "unknown"
            before, now = recorded.get(name, missing), found.get(name, missing)
            if before != now:
                yield ContextChange("python", name, before, now)


def _options() -> dict[str, str]:
    """Those that are set, by the variables that set them."""
    usual = {"int_max_str_digits": sys.int_info.default_max_str_digits}
    values = {variable: getattr(sys.flags, name, 0) for variable, name in OPTIONS.items() if name}
    set_ = {
        variable: str(int(value))
        for variable, value in values.items()
        if value not in {usual.get(OPTIONS[variable], 0), -1}
    }
    if sys.warnoptions:
        set_["PYTHONWARNINGS"] = ",".join(sys.warnoptions)
    if not _has_columns():
        set_["PYTHONNODEBUGRANGES"] = "1"
    return set_


def _has_columns() -> bool:
    """Whether code knows the columns of its source, by which a traceback marks what raised."""
    return any(column is not None for _, _, column, _ in compile("x", "", "eval").co_positions())
