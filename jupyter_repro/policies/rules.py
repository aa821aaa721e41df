"""Rules of a project: what is let pass in some notebooks, cells or MIME types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

import msgspec

from jupyter_repro.errors import ReproError

Timings = Literal["equivalent", "compare"]


PATIENCE = 5
"""Seconds that a pattern may take on one output: some take longer than anybody lives."""


class SlowPattern(ReproError):
    """A pattern that does not come to an end in time."""


class Replacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"text": "with"}):
    """A regular expression, as Python writes them, and what takes the place of each match."""

    pattern: str
    """A regular expression of Python's."""
    text: str = ""
    """May hold `\\1` and `\\g<name>`."""

    def __post_init__(self) -> None:
        """Raises ValueError for what is not a regular expression, or a replacement that does not go with it."""
        try:
            re.compile(self.pattern).sub(self.text, "")
        except (re.error, IndexError, OverflowError, RecursionError) as error:
            raise ValueError(
                f"{self.pattern!r} with {self.text!r} is not a regular expression and its replacement: {error}"
            ) from None

    @property
    def words(self) -> str:
        """What is reported where it changed a text."""
        return f"replacement of {self.pattern}"

    def applied(self, text: str) -> str:
        """The text with every match replaced; raises SlowPattern where that takes too long."""
        import regex  # whose patterns are Python's, and which can be ended

        try:
            return str(regex.sub(self.pattern, self.text, text, timeout=PATIENCE))
        except TimeoutError:
            raise SlowPattern(
                f"the pattern {self.pattern!r} takes longer than {PATIENCE} s on a text of {len(text):,} characters",
                "write it without a repetition inside a repetition",
            ) from None


class RuleReplacement(Replacement, frozen=True):
    """A replacement that a rule of the project declares."""

    rule: str = ""
    """What the rule is called."""

    @property
    def words(self) -> str:
        """What is shown where it changed a text, with the rule's name."""
        return f"{super().words} by {self.rule}"


class Rule(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What is let pass where its selectors hold; one without selectors holds everywhere."""

    name: str = ""
    """How the verdict calls it."""
    notebooks: tuple[str, ...] = ()
    """Paths relative to the settings' folder, with wildcards; a folder stands for all that is in it."""
    cells: tuple[str, ...] = ()
    """Names, ids or tags of cells, with wildcards."""
    mime: tuple[str, ...] = ()
    """MIME types, with wildcards; `stdout`, `stderr` and `error` stand for those outputs."""
    ignore: bool | None = None
    """Whether the outputs are not compared at all."""
    tolerance: Annotated[float, msgspec.Meta(ge=0)] | None = None
    """Relative tolerance of numbers."""
    timings: Timings | None = None
    """As the setting of this name, for these cells alone."""
    replace: tuple[Replacement, ...] = ()

    def holds_for_notebook(self, path: str) -> bool:
        """Whether it holds for a notebook, given by its path with forward slashes."""
        return not self.notebooks or any(_matches_path(path, pattern) for pattern in self.notebooks)

    def holds_for_cell(self, cell: Mapping[str, Any]) -> bool:
        """Whether it holds for a notebook cell."""
        return not self.cells or any(
            fnmatchcase(name, pattern) for pattern in self.cells for name in _names(cell)
        )

    def holds_for_mime(self, mime: str) -> bool:
        """Whether it holds for a representation."""
        names = (mime, mime.removeprefix("application/vnd.jupyter."))
        return not self.mime or any(fnmatchcase(name, pattern) for pattern in self.mime for name in names)


def _matches_path(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./").rstrip("/")
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*")


def _names(cell: Mapping[str, Any]) -> Iterator[str]:
    """The cell's name in its metadata, its id and its tags."""
    metadata = cell.get("metadata", {})
    yield str(metadata.get("name", ""))
    yield str(cell.get("id", ""))
    tags = metadata.get("tags")
    yield from map(str, tags if isinstance(tags, list | tuple) else ())


_SANITIZE = re.compile(r"^regex: (.*)\n+replace: (.*)$", re.MULTILINE)


def sanitizing(text: str) -> tuple[Replacement, ...]:
    """The replacements of one of nbval's sanitize files; raises ValueError for a broken regular expression."""
    return tuple(Replacement(pattern, replacement) for pattern, replacement in _SANITIZE.findall(text))
