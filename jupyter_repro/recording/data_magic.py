"""The words of `%repro data`: what is asked for, and what is answered."""

from __future__ import annotations

import shlex
from keyword import iskeyword

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.recording.opened_data import Data

_OPTIONS = {"--asof": "asof", "--version": "version", "--as": "name"}
_FORM = "%repro data ADDRESS [--asof DATE | --version ID] [--as NAME]"
_QUOTED = f"{_FORM}; quote what has spaces: --asof '2026-07-01 12:00 Europe/Berlin'"


class DataRequest(msgspec.Struct, frozen=True):
    """What stands behind `%repro data`."""

    address: str = ""
    asof: str = ""
    version: str = ""
    name: str = ""
    """Of the variable that it is put into; "" for none."""


def data_answer(line: str) -> DataRequest:
    """What is asked for; raises ReproError where the line cannot be understood."""
    asked, words = DataRequest(), iter(_words(line))
    for word in words:
        option, equals, value = word.partition("=")
        if option in _OPTIONS:
            asked = msgspec.structs.replace(
                asked, **{_OPTIONS[option]: _given(word, value if equals else next(words, ""))}
            )
        elif asked.address or word.startswith("--"):
            raise ReproError(f"{word} is not understood", _FORM if word.startswith("--") else _QUOTED)
        else:
            asked = msgspec.structs.replace(asked, address=word)
    return _checked(asked)


def data_words(data: Data, name: str) -> str:
    """Which version it is, for the person at the notebook."""
    version = data.version
    text = f"{data.found.name}: version {version.id}" + (f" of {version.time}" if version.time else "")
    asof = f" (asked for: {version.asof})" if version.asof else ""
    return f"{name + ': ' if name else ''}{text}{asof}, {human_size(data.found.size)}"


def _given(option: str, value: str) -> str:
    if not value:
        raise ReproError(f"{option} needs a value", _FORM)
    return value


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise ReproError(f"{line} is not understood: {error}", _FORM) from None


def _checked(asked: DataRequest) -> DataRequest:
    if not asked.address:
        raise ReproError("say which data", _FORM)
    if asked.name and (iskeyword(asked.name) or not asked.name.isidentifier()):
        raise ReproError(f"{asked.name!r} is not the name of a variable", _FORM)
    return asked
