"""Environment variables that a notebook reads: how a probe tells it, and how their values are written down."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

import msgspec

from jupyter_repro.records.snapshot import Use

KIND = "environment-variable"
ALL = "all environment variables are read"
NOT_SET = "not set"
"""Stands for the value of a variable that was not set."""
KEYED = "scrypt:"
"""Begins a keyed digest, which stands for a value that is not written down."""

_OURS = "JUPYTER_REPRO_"

_BEFORE, _AFTER = "the environment variable ", " is read"


def read_words(name: object) -> str:
    """That a variable is read, in words."""
    return f"{_BEFORE}{name}{_AFTER}"


def is_ours(name: object) -> bool:
    """Whether a variable is one of jupyter-repro itself, which says which command runs the notebook, not on what."""
    return str(name).startswith(_OURS)


_WORD = re.compile(r"\w+")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """All words of some texts, as names of variables are written."""
    return frozenset(word for text in texts for word in _WORD.findall(text))


def is_named(name: str, words: Container[str]) -> bool:
    """Whether a variable is named, or the beginning of its name up to an underscore: `LAB_` of `LAB_SITE`."""
    beginnings = (name[: match.end()] for match in re.finditer("_", name))
    return len(name) > 1 and (name in words or any(len(each) > 1 and each in words for each in beginnings))


def reads_named(uses: Iterable[Use], variables: Iterable[str], words: Container[str]) -> Iterator[Use]:
    """Of reads of variables the first of each named one; where all were read, it is one of each that is named."""
    named = [name for name in variables if not is_ours(name) and is_named(name, words)]
    known: set[str] = set()
    for use in uses:
        names = named if use.what == ALL else [each for each in names_read([use]) if is_named(each, words)]
        yield from (
            msgspec.structs.replace(use, what=read_words(name)) for name in names if name not in known
        )
        known.update(names)


def names_read(uses: Iterable[Use]) -> set[str]:
    """Names of the variables that were reported as read."""
    return {
        use.what[len(_BEFORE) : -len(_AFTER)]
        for use in uses
        if use.kind == KIND and use.what.startswith(_BEFORE) and use.what.endswith(_AFTER)
    }
