"""What is wrong with a value in a settings file or variable, in words: msgspec's message names Python's types."""

from __future__ import annotations

import re
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

_EXPECTED = re.compile(
    r"Expected `(?P<kinds>[^`]+)`(?: (?P<bound>[<>]=?) (?P<limit>\S+?))?(?:, got `(?P<found>[^`]+)`)?"
)
_ENUM = re.compile(r"Invalid enum value (?P<value>.+)")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`")
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "str": "text",
    "array": "a list",
    "object": "a table",
}
_BOUNDS = {">=": "of at least", ">": "above", "<=": "of at most", "<": "below"}


def value_in_words(error: msgspec.ValidationError, model: type[msgspec.Struct]) -> str:
    """A message of msgspec on a value of `model` in plain words: `expected a whole number, found text`."""
    what = str(error).partition(" - at ")[0]
    if match := _UNKNOWN.fullmatch(what):
        return f"unknown key {match['key']!r}"
    if match := _ENUM.fullmatch(what):
        return f"{match['value']} is none of {', '.join(_choices(model, place_of(error)))}"
    if match := _EXPECTED.fullmatch(what):
        bound = f" {_BOUNDS[match['bound']]} {float(match['limit']):g}" if match["bound"] else ""
        found = f", found {_kinds(match['found'])}" if match["found"] else ""
        return f"expected {_kinds(match['kinds'])}{bound}{found}"
    return what


def placed_value_in_words(error: msgspec.ValidationError, model: type[msgspec.Struct]) -> str:
    """The same with its place: `unknown key 'x' in rules[0]`, or `seed: expected a whole number, found text`."""
    what, place = value_in_words(error, model), place_of(error)
    if not place:
        return what
    return f"{what} in {place}" if unknown_key(error) else f"{place}: {what}"


def place_of(error: msgspec.ValidationError) -> str:
    """Where the value stands, such as `rules[0].timings`; "" for the whole."""
    return str(error).partition(" - at ")[2].strip("`").removeprefix("$").removeprefix(".")


def unknown_key(error: msgspec.ValidationError) -> str:
    """The key that is not known; "" where something else is wrong."""
    match = _UNKNOWN.match(str(error))
    return match["key"] if match else ""


def _kinds(names: str) -> str:
    words = [_KINDS.get(name.strip(), name.strip()) for name in names.split("|") if name.strip() != "null"]
    return " or ".join(words)


def _choices(model: Any, place: str) -> list[str]:
    """The words of the Literal that stands at a place of a struct."""
    name, _, below = re.sub(r"\[[^]]*]", "", place).partition(".")
    if not name:
        return [str(each) for each in get_args(_plain(model, Literal))]
    fields = {each.encode_name: each.type for each in msgspec.structs.fields(_plain(model, msgspec.Struct))}
    return _choices(fields[name], below)


def _plain(kind: Any, wanted: Any) -> Any:
    """The Literal or the struct within a type: of a union, a tuple, or a type with limits."""
    if get_origin(kind) is wanted or (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return kind
    inner = get_args(kind) if get_origin(kind) in {Annotated, Union, UnionType, tuple} else ()
    return next((found for each in inner if (found := _plain(each, wanted)) is not None), None)
