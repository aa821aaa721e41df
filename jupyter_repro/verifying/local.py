"""Verifying many notebooks on this machine, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Answer = TypeVar("Answer")


class LocalExecutor:
    """Runs in this process; each notebook has a kernel of its own."""

    def map(self, verify: Callable[[str], Answer], paths: Sequence[str]) -> Iterator[Answer]:
        """The answers of `verify`, in the order of `paths`."""
        return map(verify, paths)
