"""Paths and addresses in the commands that are reported, so that these can be pasted."""

from __future__ import annotations

import shlex
from pathlib import Path


def shell_word(path: str | Path) -> str:
    """A path or an address as one word of a command: quoted where a shell would split or expand it.

    One that begins with a dash would be read as an option, and gets `./` before it.
    """
    text = str(path)
    return shlex.quote(f"./{text}" if text.startswith("-") else text)


def read_with(address: str | Path, version: str | int) -> str:
    """The line that reads one version of some data, in a notebook."""
    return f"%repro data {shell_word(address)} --version {shell_word(str(version))}"
