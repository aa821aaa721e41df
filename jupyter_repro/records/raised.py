"""What a cell raised."""

from __future__ import annotations

from typing import NamedTuple


class Raised(NamedTuple):
    """An exception as the kernel reported it; without a name where a cell failed in another way."""

    name: str
    """Of its class."""
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.message}" if self.name else self.message
