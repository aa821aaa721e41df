"""What the author of a cell lets pass: tags, metadata and magics in its source, and the project's settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from jupyter_repro.errors import ReproError


class Policy(msgspec.Struct, frozen=True):
    """How strictly the outputs of one cell are compared."""

    ignore: bool = False
    tolerance: float | None = None
    """Largest relative change of a number that is let pass; None compares numbers as text."""
    timings: bool = True
    """Whether a difference in what `%time`, `%timeit` and progress bars report is let pass."""


PLAIN = Policy()

_MAGIC = re.compile(r"^\s*%repro\s+(ignore|tolerance)\b[ \t]*(\S*)", re.MULTILINE)
_TAG = re.compile(r"repro-(ignore|tolerance)(?:[=:](\S+))?")


def policy_of(cell: Mapping[str, Any], default: Policy = PLAIN) -> Policy:
    """The policy of a notebook cell: its tags over its metadata over `%repro` in its source over `default`.

    Raises ReproError for a tolerance that is not a number of zero or more.
    """
    metadata = cell.get("metadata", {})
    policy = default
    for word, value in _declared(str(cell.get("source", "")), metadata):
        policy = _with(policy, word, value)
    return policy


def _declared(source: str, metadata: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Declarations, the weakest first."""
    yield from _MAGIC.findall(source)
    declared = metadata.get("repro")
    if isinstance(declared, Mapping):
        yield from ((str(word), str(value)) for word, value in declared.items() if value is not False)
    for tag in metadata.get("tags", ()):
        if match := _TAG.fullmatch(str(tag)):
            yield match[1], match[2] or ""


def _with(policy: Policy, word: str, value: str) -> Policy:
    if word == "ignore":
        return msgspec.structs.replace(policy, ignore=True)
    if word == "tolerance":
        return msgspec.structs.replace(policy, tolerance=tolerance(value))
    return policy


def tolerance(text: str) -> float:
    """A relative tolerance as it is written in a notebook; raises ReproError for anything but a number ≥ 0."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise ReproError(
            f"{text!r} is not a tolerance", "write a relative one, such as: %repro tolerance 1e-6"
        )
    return number
