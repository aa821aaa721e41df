"""The canonical form of a cell's outputs: the same at recording and at verifying.

Stream chunks are joined, carriage returns applied as a terminal would, addresses and volatile ids numbered, JSON
sorted, execution counts dropped. Everything else differs for a reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from jupyter_repro.canonical.documents import PDF, drawn_bytes
from jupyter_repro.canonical.pictures import PICTURES, decoded, described, pixel_bytes
from jupyter_repro.canonical.terminal_text import as_shown
from jupyter_repro.canonical.volatile_ids import numbered, with_paths
from jupyter_repro.digest import digest_bytes, digest_text
from jupyter_repro.formatting.excerpts import excerpt
from jupyter_repro.records.snapshot import OutputRecord, OutputType, Representation

FORM = 2
"""Number of this canonical form. It counts up when the same output gets another digest."""

STREAM = "application/vnd.jupyter.{name}"
ERROR = "application/vnd.jupyter.error"

_COLOUR = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z])?")
_LINE_END = re.compile(r"\r+\n")
_INSTALLED = re.compile(
    r"(?:lib(?:64)?[/\\]python3[.\d]*[/\\])?(site-packages|dist-packages)(?=[/\\])"
    r"|(?<=[/\\])(lib[/\\]python3\.\d+|Lib)(?=[/\\])"
)
_WARNING = re.compile(r"^[^\n]*\.py:\d+: \w*Warning: ", re.MULTILINE)


class Output(msgspec.Struct, frozen=True):
    """One output in canonical form: MIME type to text, base64 without line breaks for binary types."""

    type: OutputType
    data: dict[str, str]


def canonical_outputs(
    outputs: Sequence[Mapping[str, Any]], cells: Mapping[str, str] | None = None
) -> tuple[Output, ...]:
    """Canonical form of the outputs of one cell, given in nbformat's form. Applied twice it changes nothing.

    `cells` maps the number in the name of a kernel's temporary file (`…/ipykernel_<pid>/<number>.py`) to the
    id of the cell it stands for.
    """
    found = [output for output in outputs if isinstance(output, Mapping)]
    return _numbered([each for run in _runs(found) for each in run], cells or {})


def _runs(outputs: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Output]]:
    """Displays, and between them the streams: all of stdout, then all of stderr, whose order is left to chance."""
    streams: dict[str, list[str]] = {}
    for output in outputs:
        if output.get("output_type") == "stream":
            streams.setdefault(str(output.get("name", "stdout")), []).append(_text(output.get("text", "")))
            continue
        yield _streams(streams)
        streams = {}
        yield (_display(output),)
    yield _streams(streams)


def _streams(streams: Mapping[str, Sequence[str]]) -> Sequence[Output]:
    texts = ((name, as_shown(_encodable("".join(streams[name])))) for name in sorted(streams, reverse=True))
    shown = ((name, _without_place(text) if name == "stderr" else text) for name, text in texts)
    return [Output("stream", {STREAM.format(name=_encodable(name)): text}) for name, text in shown if text]


def _without_place(text: str) -> str:
    """Warnings begin with the file that they come from; the place of installation is chance."""
    return _WARNING.sub(lambda match: with_paths(match[0], _INSTALLED, _installed), text)


def _display(output: Mapping[str, Any]) -> Output:
    if output.get("output_type") == "error":
        return Output("error", {ERROR: _encodable(_error(output))})
    kind: OutputType = "execute_result" if output.get("output_type") == "execute_result" else "display_data"
    data = output.get("data")
    bundle = (
        {_encodable(str(mime)): value for mime, value in data.items()} if isinstance(data, Mapping) else {}
    )
    return Output(kind, {mime: _encodable(_representation(mime, bundle[mime])) for mime in sorted(bundle)})


def _error(output: Mapping[str, Any]) -> str:
    """Name, message and frames. Colours are presentation, counts and the place of installation are chance."""
    frames = output.get("traceback")
    lines = [_text(line) for line in frames] if isinstance(frames, list) else []
    text = "\n".join([f"{_text(output.get('ename', ''))}: {_text(output.get('evalue', ''))}", *lines])
    return with_paths(_LINE_END.sub("\n", _COLOUR.sub("", text)), _INSTALLED, _installed)


def _installed(match: re.Match[str]) -> str:
    return "…/" + (match[1] or match[2])


def _representation(mime: str, value: Any) -> str:
    if mime == "application/json" or mime.endswith("+json") or not isinstance(value, str | list):
        return _json(value)
    text = _text(value)
    if is_binary(mime):
        return "".join(text.split())
    return _LINE_END.sub("\n", text) if "\r\n" in text else text


def _json(value: Any) -> str:
    """Sorted keys, an item a line; through msgspec, which formats ten times as fast, where it can."""
    try:
        return msgspec.json.format(json.dumps(value, sort_keys=True, ensure_ascii=False), indent=1)
    except (msgspec.DecodeError, UnicodeEncodeError):  # NaN and lone surrogates
        return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else str(value)


def _encodable(text: str) -> str:
    """Lone surrogates, which JSON can hold and UTF-8 cannot, as their escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def is_binary(mime: str) -> bool:
    """Whether a representation of this MIME type is base64 of bytes."""
    family, _, rest = mime.partition("/")
    return (family in {"image", "audio", "video"} and not rest.endswith("xml")) or mime == PDF


def _is_markup(mime: str) -> bool:
    return not mime.startswith("application/vnd.jupyter.std") and mime not in {"text/plain", ERROR}


def _numbered(outputs: Sequence[Output], cells: Mapping[str, str]) -> tuple[Output, ...]:
    texts = [
        (text, _is_markup(mime))
        for output in outputs
        for mime, text in output.data.items()
        if not is_binary(mime)
    ]
    replaced = iter(numbered(texts, cells))
    return tuple(
        Output(
            output.type,
            {mime: text if is_binary(mime) else next(replaced) for mime, text in output.data.items()},
        )
        for output in outputs
    )


def representation_digest(mime: str, text: str) -> str:
    """Digest of a canonical representation; of a picture or PDF, of what it shows, so that metadata does not count."""
    if mime in PICTURES:
        return digest_bytes(pixel_bytes(decoded(text)))
    if mime == PDF:
        return digest_bytes(drawn_bytes(decoded(text)))
    return digest_text(text)


def represent(mime: str, text: str) -> Representation:
    """The record of a canonical representation."""
    digest = representation_digest(mime, text)
    if is_binary(mime):
        content = decoded(text)
        return Representation(digest, len(content), (described(content),) if mime in PICTURES else ())
    lines, complete = excerpt(text)
    return Representation(digest, len(text), lines, complete)


def record_outputs(outputs: Sequence[Output]) -> tuple[OutputRecord, ...]:
    """The records of canonical outputs."""
    return tuple(
        OutputRecord(output.type, {mime: represent(mime, text) for mime, text in output.data.items()})
        for output in outputs
    )
