"""The canonical form of a cell's outputs: the same at recording and at verifying.

Stream chunks are joined, carriage returns applied as a terminal would, addresses and volatile ids numbered, JSON
sorted, execution counts dropped. Everything else differs for a reason.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import msgspec

from jupyter_repro.digest import digest_bytes, digest_text
from jupyter_repro.records import OutputRecord, OutputType, Representation
from jupyter_repro.terminal_text import as_shown
from jupyter_repro.volatile_ids import Numbering

STREAM = "application/vnd.jupyter.{name}"
ERROR = "application/vnd.jupyter.error"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"})

WHOLE = 2_000
"""Characters of a text up to which its excerpt is all of it."""
HEAD, TAIL, WIDEST = 1_400, 500, 400

_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_COUNT = re.compile(r"\b(Cell |Input )?In ?\[\d+\]|<ipython-input-\d+-[0-9a-f]+>")
_INSTALLED = re.compile(
    r"[^\s\"'<>|:]{0,1000}[/\\](site-packages|dist-packages|lib[/\\]python3\.\d+)(?=[/\\])"
)


class Output(msgspec.Struct, frozen=True):
    """One output in canonical form: MIME type to text, base64 without line breaks for binary types."""

    type: OutputType
    data: dict[str, str]


def canonical_outputs(outputs: Sequence[Mapping[str, Any]]) -> tuple[Output, ...]:
    """Canonical form of the outputs of one cell, given in nbformat's form. Applied twice it changes nothing."""
    numbering = Numbering()
    joined = (each for run in _runs(outputs) for each in run)
    return tuple(_numbered(output, numbering) for output in joined)


def _runs(outputs: Sequence[Mapping[str, Any]]) -> Iterator[Iterator[Output]]:
    """Displays, and between them the streams: all of stdout, then all of stderr, whose order is left to chance."""
    streams: dict[str, list[str]] = {}
    for output in outputs:
        if output.get("output_type") == "stream":
            streams.setdefault(str(output.get("name", "stdout")), []).append(_text(output.get("text", "")))
            continue
        yield _streams(streams)
        streams = {}
        yield iter((_display(output),))
    yield _streams(streams)


def _streams(streams: Mapping[str, Sequence[str]]) -> Iterator[Output]:
    for name in sorted(streams, reverse=True):
        text = as_shown("".join(streams[name]))
        if text:
            yield Output("stream", {STREAM.format(name=name): text})


def _display(output: Mapping[str, Any]) -> Output:
    if output.get("output_type") == "error":
        return Output("error", {ERROR: _error(output)})
    kind: OutputType = "execute_result" if output.get("output_type") == "execute_result" else "display_data"
    data = output.get("data")
    bundle = data if isinstance(data, Mapping) else {}
    return Output(kind, {mime: _representation(mime, bundle[mime]) for mime in sorted(bundle)})


def _error(output: Mapping[str, Any]) -> str:
    """Name, message and frames. Colours are presentation, counts and the place of installation are chance."""
    frames = output.get("traceback")
    lines = [str(line) for line in frames] if isinstance(frames, list) else []
    text = "\n".join([f"{output.get('ename', '')}: {output.get('evalue', '')}", *lines])
    return _INSTALLED.sub(r"…/\1", _COUNT.sub("Cell", _COLOUR.sub("", text)))


def _representation(mime: str, value: Any) -> str:
    if mime == "application/json" or mime.endswith("+json") or not isinstance(value, str | list):
        return _json(value)
    text = _text(value)
    if is_binary(mime):
        return "".join(text.split())
    return text.replace("\r\n", "\n")


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else str(value)


def is_binary(mime: str) -> bool:
    """Whether a representation of this MIME type is base64 of bytes."""
    family, _, rest = mime.partition("/")
    return (family in {"image", "audio", "video"} and not rest.endswith("xml")) or mime == "application/pdf"


def _numbered(output: Output, numbering: Numbering) -> Output:
    data = {
        mime: _encodable(text if is_binary(mime) else numbering.applied(text))
        for mime, text in output.data.items()
    }
    return Output(output.type, data)


def _encodable(text: str) -> str:
    """The text with lone surrogates, which JSON can hold and UTF-8 cannot, as their escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def decoded(text: str) -> bytes:
    """The bytes of a binary representation; of one that is not base64, its characters."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "backslashreplace")


def representation_digest(mime: str, text: str) -> str:
    """Digest of a canonical representation; of a picture, that of its pixels, so that metadata does not count."""
    if mime in PICTURES:
        return digest_bytes(_pixels(decoded(text)))
    return digest_text(text)


def _pixels(content: bytes) -> bytes:
    """Size and RGBA of every frame; of what is no picture, its bytes."""
    from PIL import Image, ImageSequence

    try:
        with Image.open(BytesIO(content)) as picture:
            frames = [frame.convert("RGBA") for frame in ImageSequence.Iterator(picture)]
    except Exception:  # Pillow raises whatever its decoders do
        return content
    return b"".join(f"{frame.width}x{frame.height}:".encode() + frame.tobytes() for frame in frames)


def represent(mime: str, text: str) -> Representation:
    """The record of a canonical representation."""
    digest = representation_digest(mime, text)
    if is_binary(mime):
        content = decoded(text)
        return Representation(digest, len(content), (_picture_size(content),) if mime in PICTURES else ())
    lines, complete = excerpt(text)
    return Representation(digest, len(text), lines, complete)


def _picture_size(content: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as picture:
            return f"{picture.width} × {picture.height} pixels"
    except Exception:  # as above
        return "a picture that cannot be decoded"


def excerpt(text: str) -> tuple[tuple[str, ...], bool]:
    """Lines to show of a text, and whether they are all of it."""
    if len(text) <= WHOLE:
        return tuple(text.split("\n")), True
    left_out = f"… {len(text) - HEAD - TAIL} characters left out …"
    lines = [*text[:HEAD].split("\n"), left_out, *text[-TAIL:].split("\n")]
    return tuple(line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in lines), False


def record_outputs(outputs: Sequence[Output]) -> tuple[OutputRecord, ...]:
    """The records of canonical outputs."""
    return tuple(
        OutputRecord(output.type, {mime: represent(mime, text) for mime, text in output.data.items()})
        for output in outputs
    )
