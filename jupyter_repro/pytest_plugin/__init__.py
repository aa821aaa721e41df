"""`pytest --repro`: notebooks as tests, an item for each code cell.

pytest loads this in every run; what collects notebooks is imported only where `--repro` asks for it.
"""

from __future__ import annotations

import pytest

import jupyter_repro


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `jupyter repro verify`."""
    group = parser.getgroup("repro", "notebooks, re-executed against their snapshots (jupyter-repro)")
    group.addoption("--repro", action="store_true", help="collect *.ipynb: an item for each code cell")
    group.addoption("--repro-strict", action="store_true", help="an item fails where the context drifted")
    group.addoption(
        "--repro-timeout", type=_seconds, metavar="S", help="seconds that one cell may take; more than 0"
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
    seconds = float(text)
    if not seconds > 0:
        raise ValueError
    return seconds
