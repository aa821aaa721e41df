"""The file of a pipeline: written, and written again where it is still as it was written, and never over another's."""

from __future__ import annotations

import re
from pathlib import Path

from jupyter_repro.digest import digest_text, short_digest
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.text_files import text_of

_MARK = re.compile(r"# written by jupyter repro export, (?P<digest>blake3:\w+)[^\n]*\n")
_LINE = "# written by jupyter repro export, {}: while nothing in it is changed, it may be exported again\n"


def marked(text: str) -> str:
    """The text with a first line by which it is found out later whether anybody has changed it."""
    return _LINE.format(short_digest(digest_text(text))) + text


def write_pipeline(file: Path, text: str, instead: str) -> None:
    """Write it with that line; `instead` says what else to do.

    Raises ReproError where a file is there that was not written here, or that was changed since.
    """
    if file.exists() and not _is_ours(file):
        raise ReproError(
            f"{file} is there already, and was written or changed by somebody else",
            f"see the stages, and put them into it by hand: {instead}",
        )
    write_together({file.absolute(): marked(text).encode()})


def _is_ours(file: Path) -> bool:
    try:
        content = text_of(file)
    except UnreadableInput:
        return False
    found = _MARK.match(content)
    return found is not None and found["digest"] == short_digest(digest_text(content[found.end() :]))
