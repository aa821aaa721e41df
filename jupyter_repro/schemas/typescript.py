"""The front end's types of what the server and the kernel answer, made from the structs that are answered."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import msgspec

from jupyter_repro.server.answers import JobKind, NotebookStatus, Phase
from jupyter_repro.verdicts import Certainty, How, Outcome, Status

UNIONS: Mapping[str, Any] = {
    "Status": Status,
    "Certainty": Certainty,
    "How": How,
    "Outcome": Outcome,
    "JobKind": JobKind,
    "Phase": Phase,
    "NotebookStatus": NotebookStatus,
}
"""Closed sets of words that have a name."""

HEAD = "// Made from the Python structs by `make schemas`; what is changed by hand is lost.\n"
_WIDTH = 100


def interfaces(answers: Iterable[type[msgspec.Struct]]) -> str:
    """TypeScript interfaces of some structs and all that they hold, in the form that prettier gives them."""
    structs: dict[str, type[msgspec.Struct]] = {}
    for answer in answers:
        structs.update({each.__name__: each for each in _held(answer)})
    _, schemas = msgspec.json.schema_components(list(structs.values()), ref_template="{name}")
    blocks = [_interface(structs[name], schemas[name]) for name in structs]
    unions = [_union(name, _words(get_args(each))) for name, each in UNIONS.items()]
    return HEAD + "".join(f"\n{block}" for block in (*unions, *blocks))


def _union(name: str, words: list[str]) -> str:
    """On one line, on the next one, or on a line for each word: the first that has room."""
    head, joined = f"export type {name} =", f"{' | '.join(words)};"
    if len(line := f"{head} {joined}") <= _WIDTH:
        return f"{line}\n"
    if len(joined) + 2 <= _WIDTH:
        return f"{head}\n  {joined}\n"
    return f"{head}\n" + "\n".join(f"  | {word}" for word in words) + ";\n"


def _words(values: Iterable[str]) -> list[str]:
    return [f"'{value}'" for value in values]


def _held(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """The structs in a struct, and itself, the innermost first."""
    for field in msgspec.inspect.type_info(struct).fields:  # type: ignore[attr-defined]
        for inner in _structs_in(field.type):
            yield from _held(inner)
    yield struct


def _structs_in(kind: msgspec.inspect.Type) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, msgspec.inspect.StructType):
        yield kind.cls
    for name in ("item_type", "value_type"):
        if inner := getattr(kind, name, None):
            yield from _structs_in(inner)
    for inner in getattr(kind, "types", ()):
        yield from _structs_in(inner)


def _interface(struct: type[msgspec.Struct], schema: Mapping[str, Any]) -> str:
    comments = _field_comments(struct)
    may_lack = set(schema["properties"]) - set(schema.get("required", ()))
    if not struct.__struct_config__.omit_defaults:  # a default is written, but for what is not set at all
        fields = msgspec.structs.fields(struct)
        may_lack &= {field.encode_name for field in fields if field.default is msgspec.UNSET}
    lines = [*_comment(inspect.getdoc(struct) or "", ""), f"export interface {_name(struct.__name__)} {{"]
    for field, attribute in zip(schema["properties"], struct.__struct_fields__, strict=True):
        lines += _comment(comments.get(attribute, ""), "  ")
        lines.append(_property(field + "?" * (field in may_lack), _options(schema["properties"][field])))
    return "\n".join([*lines, "}", ""])


def _property(name: str, options: list[str]) -> str:
    line = f"  {name}: {' | '.join(options)};"
    if len(line) <= _WIDTH:
        return line
    joined = f"    {' | '.join(options)};"
    if len(joined) <= _WIDTH:
        return f"  {name}:\n{joined}"
    return f"  {name}:\n" + "\n".join(f"    | {option}" for option in options) + ";"


def _comment(text: str, indent: str) -> list[str]:
    """The first paragraph as a documentation comment."""
    words = " ".join(text.split("\n\n")[0].split())
    if not words:
        return []
    if len(line := f"{indent}/** {words} */") <= _WIDTH:
        return [line]
    lines = textwrap.wrap(words, _WIDTH - len(indent) - 3)
    return [f"{indent}/**", *(f"{indent} * {each}" for each in lines), f"{indent} */"]


def _options(schema: Mapping[str, Any]) -> list[str]:
    """The types that a value may have."""
    if "anyOf" in schema:
        found = [option for each in schema["anyOf"] for option in _options(each)]
        return sorted(found, key=lambda option: option == "null")
    if "enum" in schema:
        named = [name for name, each in UNIONS.items() if set(get_args(each)) == set(schema["enum"])]
        return named or _words(schema["enum"])
    if "$ref" in schema:
        return [_name(schema["$ref"])]
    return [_simple(schema)]


def _simple(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if "prefixItems" in schema:
        return f"[{', '.join(' | '.join(_options(each)) for each in schema['prefixItems'])}]"
    if kind == "array":
        options = _options(schema["items"])
        return f"{options[0]}[]" if len(options) == 1 else f"({' | '.join(options)})[]"
    if kind == "object":
        return f"Record<string, {' | '.join(_options(schema.get('additionalProperties') or {}))}>"
    return {
        "string": "string",
        "integer": "number",
        "number": "number",
        "boolean": "boolean",
        "null": "null",
    }.get(str(kind), "unknown")


def _name(struct: str) -> str:
    return f"I{struct.removesuffix('Answer')}"


def _field_comments(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The text below each field, which Python itself does not keep."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(struct))).body
    body = getattr(definition, "body", [])
    return {
        field.target.id: str(text.value.value)
        for field, text in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }
