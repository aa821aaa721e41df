"""What the author of a cell declares: magics and nbval's comments in its source, its metadata, its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.policies.rules import Replacement


class Declared(msgspec.Struct, frozen=True):
    """What one cell declares; None where it says nothing."""

    ignore: bool | None = None
    """Whether its outputs are left uncompared; False where they are to be compared whatever the settings say."""
    tolerance: float | None = None
    """Largest relative change of a number that is let pass."""
    raises: bool = False
    """Whether it may raise."""
    skip: bool = False
    """Whether it is not run at all."""
    replace: tuple[Replacement, ...] = ()
    """Applied to both texts of an output before they are compared."""


_MAGIC = re.compile(r"^\s*%repro\s+(ignore|tolerance)\b[ \t]*(\S*)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#[# \t]*(NBVAL_[A-Z_]+|PYTEST_VALIDATE_IGNORE_OUTPUT)[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"repro-(ignore|tolerance)(?:[=:](\S+))?")

_NBVAL: dict[str, dict[str, bool]] = {
    "nbval-ignore-output": {"ignore": True},
    "pytest-validate-ignore-output": {"ignore": True},
    "nbval-check-output": {"ignore": False},
    "nbval-raises-exception": {"raises": True},
    "nbval-skip": {"skip": True},
}
_TAGS = {**_NBVAL, "raises-exception": {"raises": True}, "skip-execution": {"skip": True}}


def declared(cell: Mapping[str, Any]) -> Declared:
    """What a notebook cell declares: its tags over its metadata over its source; of several the last.

    nbval's comments and tags count as ours do, and so do `raises-exception` and `skip-execution`, which nbclient
    knows. Raises ReproError for a tolerance that is not a number of zero or more, for a replacement that is none, and
    for an unknown key in `repro`.
    """
    found = Declared()
    for change in _declarations(str(cell.get("source", "")), cell.get("metadata", {})):
        found = msgspec.structs.replace(found, **change)
    return found


def _declarations(source: str, metadata: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Fields of Declared, the weakest declaration first."""
    yield from (_ours(word, value) for word, value in _MAGIC.findall(source))
    yield from (_NBVAL.get(_as_tag(comment), {}) for comment in _COMMENT.findall(source))
    ours = metadata.get("repro")
    if isinstance(ours, Mapping):
        yield from (_ours(str(word), value) for word, value in ours.items())
    tags = metadata.get("tags")
    for tag in map(str, tags if isinstance(tags, list | tuple) else ()):
        match = _TAG.fullmatch(tag)
        yield _ours(match[1], match[2] or "") if match else _TAGS.get(tag, {})


def _as_tag(comment: str) -> str:
    return comment.lower().replace("_", "-")


def _ours(word: str, value: object) -> Mapping[str, Any]:
    if word == "ignore":
        return {"ignore": value is not False}
    if word == "tolerance":
        return {"tolerance": tolerance(str(value))}
    if word == "replace":
        return {"replace": _replacements(value)}
    raise ReproError(
        f'"{word}" is not known in the metadata "repro"', 'it takes "ignore", "tolerance" and "replace"'
    )


def _replacements(value: object) -> tuple[Replacement, ...]:
    try:
        return msgspec.convert(value, tuple[Replacement, ...])
    except msgspec.ValidationError as error:
        raise ReproError(
            f'the "replace" in the metadata "repro" is none: {error}',
            'write it as: [{"pattern": "took \\\\d+ ms", "with": "took TIME"}]',
        ) from None


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
