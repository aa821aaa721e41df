"""Text of anybody on its way to a terminal or to the log of a build: what would steer these is shown, not done."""

from __future__ import annotations

import re
from collections.abc import Mapping

_COLOUR = re.compile(r"\x1b\[(?:[0-9]{1,3}(?:;[0-9]{1,3})*)?m")
_CONCEALED = re.compile(r"[\[;]0*8[;m]")
_COMMAND = re.compile(r"^(\s*)(?=::|##\[|##vso\[|##teamcity\[)", re.MULTILINE)
"""How a line begins that GitHub Actions, Azure Pipelines or TeamCity take for a command."""
BUILDS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""Variables that say that such a one reads the output."""


def visible(text: str, *, colours: bool = False) -> str:
    """The text with each character that does not print as its escape, but for tabs and ends of lines.

    With `colours`, sequences that only set a colour are left as they are.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    parts = _COLOUR.split(text) if colours else [text]
    between = [_colour(each) for each in _COLOUR.findall(text)] if colours else []
    shown = ["".join(map(_shown, part)) for part in parts]
    return "".join(part + sequence for part, sequence in zip(shown, [*between, ""], strict=True))


def in_one_line(text: str) -> str:
    """The same of a name, which has one line."""
    return visible(text).replace("\n", "\\n")


def without_commands(text: str, environ: Mapping[str, str]) -> str:
    """The text, in the log of a build without lines that it would take for commands of ours."""
    return _COMMAND.sub(r"\1\\", text) if any(environ.get(name) for name in BUILDS) else text


def _shown(char: str) -> str:
    if char.isprintable() or char in "\t\n":
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _colour(sequence: str) -> str:
    """A sequence that sets a colour; one that hides what follows is shown."""
    return "\\u001b" + sequence[1:] if _CONCEALED.search(sequence) else sequence
