"""The files that an argument of a reading function names: a path, a pattern, several of them, or an SQL statement."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from glob import has_magic, iglob
from typing import Any
from urllib.parse import unquote

from jupyter_repro.addresses.address import parse_address

MOST_NAMED = 10_000
"""Files that one pattern or list is followed to."""

_QUOTED = re.compile(r"'((?:[^']|'')+)'")
_LONGEST = 4096
"""Characters of a path; longer texts are looked at as statements only."""


def files_named(value: Any) -> Iterator[str]:
    """Paths of existing files and folders that `value` names; nothing for addresses, handles and other things."""
    if isinstance(value, list | tuple | set):
        for each in list(value)[:MOST_NAMED]:
            yield from files_named(each)
    elif isinstance(value, str | bytes | os.PathLike):
        yield from _of_text(os.fsdecode(value))


def _of_text(text: str) -> Iterator[str]:
    path = _local(text)
    if path and len(path) <= _LONGEST and "\0" not in path:
        if os.path.exists(path):  # noqa: PTH110
            yield path
            return
        if has_magic(path) and "'" not in path:
            yield from _matching(path)
            return
    for quoted in _QUOTED.findall(text):
        if quoted != text:
            yield from _of_text(quoted.replace("''", "'"))


def _local(text: str) -> str:
    """The path in a text, "" for the address of something elsewhere."""
    address = parse_address(text)
    if address.scheme == "file":
        return unquote(address.path)
    if len(text) <= _LONGEST and address.scheme and not os.path.exists(text):  # noqa: PTH110
        return ""
    return os.path.expanduser(text)  # noqa: PTH111


def _matching(pattern: str) -> Iterator[str]:
    for number, path in enumerate(iglob(pattern, recursive=True)):  # noqa: PTH207
        if number >= MOST_NAMED:
            return
        if os.path.isfile(path):  # noqa: PTH113
            yield path
