"""Why a cell failed, and what to do about it."""

from __future__ import annotations

import re

from jupyter_repro.environments.imported_distributions import distribution
from jupyter_repro.errors import NoSuchKernel
from jupyter_repro.executing.plan import Failure, LimitExceeded
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.run_limits import Allowance

_UNKEPT = "show a part of it instead"
_RAISES = "a cell that is meant to raise takes the tag raises-exception"
_LOAD = "put %load_ext jupyter_repro into a cell above it"
_MISSING = re.compile(r"No module named '(\w+)")
"""Python's words, with the first part of the module's name."""
_READ = (
    "see that the file is there, as seen from the notebook's folder; a recorded one comes back with: "
    "jupyter repro restore NOTEBOOK --data"
)


def unexpected_error(index: int, raised: Raised, *, ended: bool) -> Failure:
    """The cell raised what nobody expects."""
    return Failure(index, raised, ended, _remedy(raised))


def _remedy(raised: Raised) -> str:
    if raised.name == "UsageError" and "%repro`" in raised.message:
        return _LOAD
    if missing := _MISSING.match(raised.message) if raised.name == "ModuleNotFoundError" else None:
        package = distribution(missing[1])
        return f"put a module of your own beside the notebook, or install a package: %pip install {package}"
    return _READ if raised.name == "FileNotFoundError" else _RAISES


def unkept_output(index: int, why: str, *, ended: bool) -> Failure:
    """The cell showed what cannot be kept."""
    return Failure(index, Raised("", why), ended, _UNKEPT)


def cell_timeout(index: int, seconds: float) -> Failure:
    """The cell took longer than that."""
    more = Allowance("--timeout", f"{2 * seconds:g}")
    return Failure(index, Raised("", f"it took longer than {seconds:g} s"), more=more)


def dead_kernel(index: int, exceeded: LimitExceeded | None, last_words: str = "") -> Failure:
    """The kernel died while the cell ran, or was ended for a limit."""
    if exceeded:
        return Failure(index, Raised("", exceeded.what), more=exceeded.more)
    return Failure(index, Raised("", "the kernel died" + (f" ({last_words})" if last_words else "")))


def not_started(kernel: str, why: str) -> NoSuchKernel:
    """The kernel ended before any cell ran."""
    return NoSuchKernel(
        f"the kernel {kernel!r} did not start: {why}",
        f"try it with: jupyter console --kernel {shell_word(kernel)}",
    )
