"""`pytest --repro`: notebooks as tests, an item for each code cell.

pytest loads this in every run; what collects notebooks is imported only where `--repro` asks for it.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TypeVar

import pytest

import jupyter_repro

Limit = TypeVar("Limit")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `jupyter repro verify`."""
    group = parser.getgroup("repro", "notebooks, re-executed against their snapshots (jupyter-repro)")
    group.addoption("--repro", action="store_true", help="collect *.ipynb: an item for each code cell")
    group.addoption("--repro-strict", action="store_true", help="an item fails where the context drifted")
    group.addoption(
        "--repro-write-through",
        action="store_true",
        help="what a notebook logs reaches its experiment tracker",
    )
    group.addoption(
        "--repro-timeout", type=_seconds, metavar="S", help="seconds that one cell may take; more than 0"
    )
    group.addoption(
        "--repro-notebook-timeout", type=_seconds, metavar="S", help="seconds that a whole notebook may take"
    )
    group.addoption(
        "--repro-memory-limit",
        type=_size,
        metavar="SIZE",
        help="memory that a notebook may use, as in 2GB",
    )
    group.addoption("--repro-kernel", metavar="NAME", help="kernel, instead of the one a notebook names")
    group.addoption(
        "--repro-fail-fast", action="store_true", help="end a notebook at its first cell that raises"
    )
    group.addoption(
        "--repro-parameter",
        action="append",
        nargs=2,
        default=[],
        metavar=("NAME", "VALUE"),
        help="in place of a recorded parameter; may be given several times",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect notebooks where it is asked for."""
    if config.getoption("repro"):
        config.pluginmanager.register(jupyter_repro._pytest_notebooks(), "jupyter-repro-notebooks")


def _seconds(text: str) -> float:
    return _understood(jupyter_repro._time_limit, text)


def _size(text: str) -> int:
    return _understood(jupyter_repro._memory_limit, text)


def _understood(meaning: Callable[[str], Limit], text: str) -> Limit:
    """What an option means; pytest ends with why where it means nothing."""
    try:
        return meaning(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
