"""The file that `verify -o verdict.json` writes, read back."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.files.text_files import text_of
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.verdicts import SCHEMA, Verdicts

_UPGRADE = "upgrade with: pip install --upgrade jupyter-repro"
_FAMILY = SCHEMA.partition("@")[0] + "@"


def read_report(file: Path) -> Verdicts:
    """The verdicts of a report; raises UnreadableInput."""
    if not file.is_file():
        if file.is_dir():
            raise UnreadableInput(file, "it is a folder", "name the JSON reports in it")
        raise UnreadableInput(file, "there is no such file", _write(file))
    return decode_report(text_of(file), file)


def decode_report(text: str, file: Path) -> Verdicts:
    """The verdicts that the text of a report holds; `file` is for the message.

    Raises UnreadableInput for what is cut, no report of verify, or of another version of its schema.
    """
    try:
        schema = msgspec.json.decode(text, type=_Header).schema
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise UnreadableInput(file, f"it is no JSON report of verify ({error})", _write()) from None
    if not schema.startswith(_FAMILY):
        raise UnreadableInput(file, f"it is no report of verify, but {schema!r}", _write())
    if schema != SCHEMA:
        raise UnreadableInput(file, f"its format is {schema!r}, this version reads {SCHEMA!r}", _UPGRADE)
    try:
        return msgspec.json.decode(text, type=Verdicts)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise UnreadableInput(file, f"it is damaged ({error})", _write(file)) from None


class _Header(msgspec.Struct):
    schema: str


def _write(file: Path = Path("verdict.json")) -> str:
    name = file if file.suffix == ".json" else file.with_name(f"{file.name}.json")
    return f"write one with: jupyter repro verify . -o {shell_word(name)}"
