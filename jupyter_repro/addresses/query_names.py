"""Names of queries in a record: the database's address without credentials, and a digest of the statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_repro.addresses.data_names import QUERY
from jupyter_repro.digest import Digest, digest_text, digits_of

_PLAIN = (str, int, float, bool, bytes, type(None))
_SHORT = 16


def query_name(database: str, statement: str, parameters: Any = ()) -> tuple[str, Digest, int]:
    """Name, digest and size in characters of a query; the statement itself, which may hold secrets, is not kept.

    White space does not count, and parameters count where they are plain values.
    """
    text = " ".join(statement.split())
    asked_text = f"{text}\n{parameters!r}" if _is_plain(parameters) else text
    digest = digest_text(asked_text)
    return f"{database}#{QUERY}{digits_of(digest, _SHORT)}", digest, len(text)


def is_statement(name: str, digest: Digest) -> bool:
    """Whether the digest in the record of a query is that of its statement: its answer was not digested."""
    return name.endswith(f"#{QUERY}{digits_of(digest, _SHORT)}")


def _is_plain(parameters: Any) -> bool:
    if isinstance(parameters, Mapping):
        return bool(parameters) and all(isinstance(each, _PLAIN) for each in parameters.values())
    if isinstance(parameters, list | tuple):
        return bool(parameters) and all(isinstance(each, _PLAIN) for each in parameters)
    return False
