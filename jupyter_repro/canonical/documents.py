"""PDF figures as they are drawn: without dates and the ids of the file.

Source of the names: ISO 32000-1, 14.3.3 "Document information dictionary" and 14.4 "File identifiers".
"""

from __future__ import annotations

import re
import zlib

PDF = "application/pdf"

_OF_THE_FILE = re.compile(
    rb"/(?:CreationDate|ModDate)\s*\((?:\\.|[^\\()])*\)"
    rb"|/ID\s*\[\s*<[^>]*>\s*<[^>]*>\s*\]"
    rb"|<xmp:(?:Create|Modify|Metadata)Date>[^<]*"
    rb"|<xmpMM:(?:Document|Instance)ID>[^<]*"
)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def drawn_bytes(content: bytes) -> bytes:
    """A PDF without what its writer says of the file."""
    return _OF_THE_FILE.sub(b"", content)


def drawings(content: bytes) -> tuple[bytes, ...]:
    """The streams of a PDF, unpacked where they are packed: pages, fonts, pictures."""
    return tuple(_unpacked(match[1]) for match in _STREAM.finditer(content))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
