"""Every key of `[tool.jupyter-repro]`, with its values, its default and what it means."""

from __future__ import annotations

import types
import typing

import msgspec

from generated_pages.structs import attribute_docstrings
from generated_pages.tables import code, plain, table
from jupyter_repro.policies.rules import Replacement, Rule
from jupyter_repro.settings import DataRule, DataSettings, Settings

_TABLES = (
    ("[tool.jupyter-repro]", Settings),
    ("[tool.jupyter-repro.data]", DataSettings),
    ("[[tool.jupyter-repro.data.rules]]", DataRule),
    ("[[tool.jupyter-repro.rules]]", Rule),
    ("[[tool.jupyter-repro.rules.replace]]", Replacement),
)

_HEAD = """\
# Every setting

The keys that `pyproject.toml` may have. [Settings](../settings.md) explains them with examples. A key that is not
listed here is an error that names the file and the key.
"""


def page() -> str:
    """The page of all keys."""
    return _HEAD + "".join(f"\n## `{name}`\n\n{_keys(struct)}" for name, struct in _TABLES)


def _keys(struct: type[msgspec.Struct]) -> str:
    words = attribute_docstrings(struct)
    hints = typing.get_type_hints(struct)
    rows = [
        (
            code(field.encode_name),
            plain(_values(hints[field.name])),
            _default(field),
            plain(words.get(field.name, "")),
        )
        for field in msgspec.structs.fields(struct)
        if not _is_table(hints[field.name])
    ]
    return table(["key", "value", "default", "meaning"], rows)


def _is_table(hint: typing.Any) -> bool:
    """Whether a key's value is a table, or a list of tables, which has a section of its own."""
    inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else hint
    return isinstance(inner, type) and issubclass(inner, msgspec.Struct)


_NAMES = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`", type(None): ""}


def _values(hint: typing.Any) -> str:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return ", ".join(f'`"{each}"`' for each in inner)
    if origin is tuple:
        return f"list of {_values(inner[0])}"
    if origin in (types.UnionType, typing.Union):
        return " or ".join(filter(None, map(_values, inner)))
    return _NAMES[hint]


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is msgspec.NODEFAULT:
        return "it is required"
    if field.default in (None, "", ()):
        return "none"
    return code(msgspec.json.encode(field.default).decode())
