"""Pictures that are none: reported in one line, whatever stands in them."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest
from pictures import chart

from jupyter_repro.comparators.image import ImageComparator
from jupyter_repro.policies.policy import Policy

GOOD = chart(20, 20)


def png(width, height, pixels):
    """A PNG in base64 that claims this size."""

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + content).decode("ascii")


BAD = {
    "cut": GOOD[: len(GOOD) // 2],
    "damaged": GOOD[:60] + "AAAA" + GOOD[64:],
    "no base64": "%%% not base64 é \ud800",
    "empty": "",
    "text": base64.b64encode(b"<svg/>").decode("ascii"),
    "bomb": png(60_000, 60_000, b"\0" * 10_000_000),
    "of no pixels": png(1, 0, b""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_cannot_be_decoded_differs_from_one_that_can(name):
    reported = ImageComparator().compare(BAD[name], GOOD, Policy())
    assert reported.summary == "the recorded picture cannot be decoded, the other one can"
    reported = ImageComparator().compare(GOOD, BAD[name], Policy())
    assert reported.summary == "the found picture cannot be decoded, the other one can"


@pytest.mark.parametrize("name", BAD)
def test_of_two_that_cannot_be_decoded_the_bytes_count(name):
    assert ImageComparator().compare(BAD[name], BAD[name], Policy()) is None
    reported = ImageComparator().compare(BAD[name], BAD[name] + "AAAA", Policy())
    assert reported.summary == "neither picture can be decoded, and their bytes differ"
