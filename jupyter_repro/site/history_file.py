"""The file of a site's history, which is read at each publication and written again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.files.text_files import text_of
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.site_history import HISTORY_SCHEMA, SiteHistory


def read_history(file: Path) -> SiteHistory:
    """The history that a file holds; an empty one where there is no file.

    Raises UnreadableInput for what is no history, is damaged, or of another version of its schema.
    """
    if not file.exists():
        return SiteHistory()
    text = text_of(file)
    try:
        schema = msgspec.json.decode(text, type=_Header).schema
        if schema == HISTORY_SCHEMA:
            return msgspec.json.decode(text, type=SiteHistory)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise UnreadableInput(file, f"it is no history of a site ({error})", _anew(file)) from None
    what = f"its format is {schema!r}, this version reads {HISTORY_SCHEMA!r}"
    raise UnreadableInput(file, what, "upgrade with: pip install --upgrade jupyter-repro")


def encode_history(history: SiteHistory) -> bytes:
    """The bytes of its file, a commit a few lines."""
    return msgspec.json.format(msgspec.json.encode(history), indent=1) + b"\n"


class _Header(msgspec.Struct):
    schema: str


def _anew(file: Path) -> str:
    return f"take it from the last publication again, or begin a new one: rm {shell_word(file)}"
