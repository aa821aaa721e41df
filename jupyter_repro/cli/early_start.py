"""Starting what a kernel is forked from while the command still imports what it needs itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from jupyter_repro.addresses.address import is_remote

_ELSEWHERE = frozenset({"--isolated", "--sandbox", "--no-network", "--kernel", "--recorded-data"})
"""Options of kernels that are not forked, or not from this environment."""
_PERHAPS_NOTHING = frozenset({"--changed", "--changed-store", "--since", "--help", "-h"})
"""Options with which there may be nothing to run."""


def start_early(arguments: Sequence[str]) -> None:
    """Start the fork server that `verify` asks for first, where it is clear which that is; else nothing happens."""
    asked = {each.partition("=")[0] for each in arguments}
    if arguments[:1] != ["verify"] or asked & (_ELSEWHERE | _PERHAPS_NOTHING) or not hasattr(os, "fork"):
        return
    with suppress(Exception):  # the command itself says what is wrong with its notebooks
        if notebook := next(_notebooks(arguments[1:]), None):
            from jupyter_repro.executing.warm_kernels.likely_server import start_likely_server

            start_likely_server(notebook)


def _notebooks(arguments: Iterable[str]) -> Iterator[Path]:
    for each in arguments:
        path = Path(each)
        if not is_remote(each) and path.is_dir():
            yield from sorted(path.glob("*.ipynb"))[:1]
        elif path.suffix == ".ipynb" and path.is_file():
            yield path
