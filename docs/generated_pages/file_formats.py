"""The file formats, from their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from generated_pages.structs import attribute_docstrings
from generated_pages.tables import code, plain, table
from jupyter_repro.schemas.__main__ import SCHEMAS

_PAGE = """\
# The format of a {name}

Made from [schemas/{file}](../schemas/{file}), the JSON Schema that is published with each release. {where}
"""

_WHERE = {
    "snapshot": "[The snapshot](../snapshot.md) explains what each part is for.",
    "verdict": "[The verdict](../verdict.md) explains what each part is for.",
    "difference": "[What changed](../diff.md) explains what each part is for.",
}

Schema = Mapping[str, Any]


def page(name: str) -> str:
    """The page of one format: each object with its keys."""
    file = f"{name}-1.json"
    schema = SCHEMAS[file]()
    objects = {key: each for key, each in schema.get("$defs", {}).items() if "properties" in each}
    top = {name.capitalize(): schema} if "properties" in schema else {}
    sections = [_section(key, each) for key, each in (top | objects).items()]
    return _PAGE.format(name=name, file=file, where=_WHERE[name]) + "".join(sections)


def _section(name: str, schema: Schema) -> str:
    required = set(schema.get("required", ()))
    meanings = attribute_docstrings(_structs()[name]) if name in _structs() else {}
    rows = [
        (code(key), _kind(each), "yes" if key in required else "", plain(meanings.get(key, "")))
        for key, each in schema["properties"].items()
    ]
    words = plain(" ".join(schema.get("description", "").split()))
    return f"\n## {name}\n\n{words}\n\n{table(['key', 'value', 'required', 'meaning'], rows)}"


@cache
def _structs() -> Mapping[str, type]:
    """The structs that are loaded, by their name, which no two have."""
    return {each.__name__: each for each in _below(msgspec.Struct)}


def _below(struct: type) -> Iterator[type]:
    for each in struct.__subclasses__():
        yield each
        yield from _below(each)


def _kind(schema: Schema) -> str:
    """What a value is, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return ", ".join(code(str(each)) for each in schema.get("enum", [schema.get("const")]))
    return _compound(schema)


def _compound(schema: Schema) -> str:
    kind = schema.get("type", "anything")
    if kind == "array" and isinstance(items := schema.get("items"), Mapping):
        return f"list of {_kind(items)}"
    if kind == "object" and isinstance(values := schema.get("additionalProperties"), Mapping):
        return f"object of {_kind(values)}"
    return str(kind)
