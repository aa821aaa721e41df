"""What can be read in the text of an SQL statement, without knowing its dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOMENT = ":asof"
"""The parameter of a query that stands for the moment."""

_TOKEN = re.compile(
    r"""
    (?P<string>'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)
    |(?P<quoted>"(?:[^"]|"")*"|`[^`]*`)
    |(?P<space>(?:\s|--[^\n]*|/\*.*?\*/)+)
    |(?P<moment>(?<![:\w]):asof\b)
    |(?P<word>[^\W\d][\w$]*)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_READING = frozenset({"select", "with", "values", "table", "from"})
_CHANGING = frozenset({"insert", "update", "delete", "merge", "into"})
"""Words that change something, or lock it, inside a statement that begins as a query does."""


class Token(NamedTuple):
    """A piece of a statement."""

    kind: str
    """`string`, `quoted` (a name), `space` (comments too), `moment`, `word` (in lower case) or `other`."""
    text: str


def tokens(statement: str) -> Iterator[Token]:
    """All of the statement, in order."""
    for found in _TOKEN.finditer(statement):
        kind = str(found.lastgroup)
        yield Token("string" if kind == "tag" else kind, found[0])


def one_line(statement: str) -> str:
    """The statement without comments, line breaks and the semicolon at its end; what is in quotes stays as it is."""
    parts = (" " if kind == "space" else text for kind, text in tokens(statement))
    return "".join(parts).strip().removesuffix(";").rstrip()


def is_query(statement: str) -> bool:
    """Whether it begins as a statement that reads."""
    first = next(iter(_significant_tokens(statement)), Token("", ""))
    return first.text == "(" or first.text.lower() in _READING


def changing_word(statement: str) -> str:
    """The word by which it would change the database, or begin a second statement; "" where it only reads."""
    words = (text for kind, text in _significant_tokens(statement) if kind == "word" or text == ";")
    return next((word.upper() for word in words if word == ";" or word.lower() in _CHANGING), "")


def names_moment(statement: str) -> bool:
    """Whether it has the parameter `:asof`."""
    return any(kind == "moment" for kind, _ in tokens(statement))


def is_ordered(statement: str) -> bool:
    """Whether the statement itself, and not a query inside it, says in which order its rows come."""
    depth, before = 0, ""
    for _, text in _significant_tokens(statement):
        word = text.lower()
        depth += (word == "(") - (word == ")")
        if (before, word, depth) == ("order", "by", 0):
            return True
        before = word
    return False


def with_moment(statement: str, marker: str) -> str:
    """The statement with `marker` for each `:asof`."""
    return "".join(marker if kind == "moment" else text for kind, text in tokens(statement))


def _significant_tokens(statement: str) -> Iterator[Token]:
    return (token for token in tokens(statement) if token.kind not in {"space", "string", "quoted"})
