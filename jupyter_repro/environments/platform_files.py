"""A lock that names the files of one platform alone: those of all others weigh more than everything else in it."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from jupyter_repro.addresses.address import parse_address

_BLOCK = "[[packages]]\n"
_URL = re.compile(r'\{ url = "([^"]+)"')
_MARKER = re.compile(r'^marker = "(.*)"$', re.MULTILINE)
_UPLOADED = re.compile(r" upload-time = [^,]+,")


def platform_here() -> str:
    """What a lock calls the platform of this machine: `Linux x86_64`."""
    return f"{platform.system()} {platform.machine()}"


def without_other_platforms(text: str, python: str) -> str:
    """The text of uv's pylock.toml with what this version of Python, `3.11.7`, installs on this platform.

    A package that has no wheel for it keeps all that it has.
    """
    tags = _tags(python)
    head, *blocks = text.split(_BLOCK)
    here = (block for block in blocks if _is_needed(block, python))
    return _BLOCK.join([head, *("\n".join(_lines(block.split("\n"), tags)) for block in here)])


def _is_needed(block: str, python: str) -> bool:
    """Whether a package is installed on this platform."""
    found = _MARKER.search(block)
    versions = {"python_version": ".".join(python.split(".")[:2]), "python_full_version": python}
    return found is None or Marker(found[1]).evaluate(versions)


def _lines(lines: list[str], tags: frozenset[Tag]) -> Iterator[str]:
    has_wheel = any(_is_installed(line, tags) for line in lines)
    for line in lines:
        is_other = bool(_wheel(line)) and line.startswith(" ") and not _is_installed(line, tags)
        if not (has_wheel and (is_other or line.startswith("sdist = "))):
            yield _UPLOADED.sub("", line)


def _is_installed(line: str, tags: frozenset[Tag]) -> bool:
    wheel = _wheel(line)
    try:
        return bool(wheel) and not tags.isdisjoint(parse_wheel_filename(wheel)[3])
    except InvalidWheelFilename:
        return False


def _wheel(line: str) -> str:
    """File name of the wheel that a line names; "" for none."""
    found = _URL.search(line)
    name = PurePosixPath(unquote(parse_address(found[1]).path)).name if found else ""
    return name if name.endswith(".whl") else ""


def _tags(python: str) -> frozenset[Tag]:
    """Of wheels that it installs."""
    major, minor = (int(part) for part in python.split(".")[:2])
    return frozenset(
        [
            *cpython_tags(python_version=(major, minor)),
            *compatible_tags(python_version=(major, minor), interpreter=f"cp{major}{minor}"),
        ]
    )
