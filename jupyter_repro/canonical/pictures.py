"""Pictures as they are looked at: frames of pixels, without the metadata of their file."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"})
"""MIME types that Pillow decodes."""

_DEEP = frozenset({"I", "F"})
"""Modes with more than 8 bits a channel, which RGBA would cut."""


def decoded(text: str) -> bytes:
    """The bytes of a binary representation; of one that is not base64, its characters."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "backslashreplace")


MOST_PIXELS = 100_000_000
"""Of all frames of a picture; one with more takes gigabytes, and is compared by the bytes of its file."""


def frames(content: bytes) -> tuple[Image, ...]:
    """Every frame in RGBA, or in its own mode when that is deeper.

    None for what cannot be decoded, or has more than MOST_PIXELS.
    """
    import warnings

    from PIL import Image, ImageSequence

    try:
        with warnings.catch_warnings(), Image.open(BytesIO(content)) as picture:
            warnings.simplefilter("ignore")
            if picture.width * picture.height * getattr(picture, "n_frames", 1) > MOST_PIXELS:
                return ()
            return tuple(_comparable(frame) for frame in ImageSequence.Iterator(picture))
    except Exception:  # Pillow raises whatever its decoders do
        return ()


def _comparable(frame: Image) -> Image:
    return frame.copy() if frame.mode[:1] in _DEEP else frame.convert("RGBA")


def pixel_bytes(content: bytes) -> bytes:
    """Size, mode and pixels of every frame; of what is no picture, its bytes."""
    pictures = frames(content)
    if not pictures:
        return content
    return b"".join(f"{each.width}x{each.height} {each.mode}:".encode() + each.tobytes() for each in pictures)


def described(content: bytes) -> str:
    """Size and mode of a picture in one line."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as picture:
            return f"{picture.width} × {picture.height} pixels, {picture.mode}"
    except Exception:  # as above
        return "a picture that cannot be decoded"
