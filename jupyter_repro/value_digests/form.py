"""What a digest is made of: the form of a value is a tuple of simpler values that say all there is to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import msgspec

Form = Callable[[Any], tuple[Any, ...]]
"""Answers the parts of a value: values of simpler types, and `Content`. It changes and draws nothing."""

FORMS = "FORMS"
"""Name in a library's file of its table: class name to Form."""


class Undigested(Exception):
    """A value that has no digest, and why, in a few words."""


class Content(msgspec.Struct, frozen=True):
    """Bytes that count as they lie in memory, however they are cut into pieces."""

    pieces: Iterable[Any]
    """Objects with a buffer of bytes."""


def form_of(kind: type) -> Form | None:
    """The form that a library's file has for a class or for one of its bases; None where no file knows it."""
    for base in _own(kind, "__mro__")[:-1]:
        if form := _forms(_own(base, "__module__").partition(".")[0]).get(_own(base, "__qualname__")):
            return form
    return None


@cache
def _forms(library: str) -> Mapping[str, Form]:
    name = f"{__package__}.{library.lower()}"
    if not library.isidentifier() or find_spec(name) is None:
        return {}
    return getattr(import_module(name), FORMS, {})


def not_digested(why: str) -> Form:
    """A form for values that have no digest."""

    def form(_value: Any) -> tuple[Any, ...]:
        raise Undigested(why)

    return form


def class_name(kind: type) -> str:
    """Module and name of a class."""
    return f"{_own(kind, '__module__')}.{_own(kind, '__qualname__')}"


def _own(kind: type, name: str) -> Any:
    """An attribute of a class without asking its metaclass, which the notebook may have written."""
    return type.__getattribute__(kind, name)
