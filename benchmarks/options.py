"""What a user asks of a benchmark whose tables stand in docs/benchmarks.md."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def arguments(description: str, parts: Sequence[str], rounds: int) -> argparse.Namespace:
    """Parts, rounds and size of this run, and whether its tables are written: those of a small trial never are.

    A benchmark without parts has one size.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(only=[], size=None)
    if parts:
        parser.add_argument(
            "--only", choices=parts, action="append", help="may be given several times; all without it"
        )
        parser.add_argument(
            "--size", type=positive, help="notebooks, cells, seconds or MB, in place of the full size"
        )
    parser.add_argument(
        "--rounds", type=positive, default=rounds, help="how often each command runs [%(default)s]"
    )
    parser.add_argument("--write", action="store_true", help="write the tables to docs/benchmarks.md")
    asked = parser.parse_args()
    if asked.write and asked.size:
        parser.error("--write is for full sizes: leave --size away")
    asked.only = asked.only or list(parts)
    return asked


def positive(text: str) -> int:
    """A whole number from 1 on."""
    if (number := int(text)) < 1:
        raise ValueError
    return number
