"""Pictures, by their pixels: metadata does not count."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

from jupyter_repro.canonical import PICTURES, decoded
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence

if TYPE_CHECKING:
    from PIL.Image import Image

RED = (220, 30, 30, 255)


class ImageComparator:
    """Tells the share of pixels that differ, by how much, and where."""

    mimes = (*sorted(PICTURES), "image/*")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:  # noqa: ARG002  pixels are exact
        """None for the same pixels."""
        if recorded == found:
            return None
        before, after = _picture(recorded), _picture(found)
        if before is None or after is None:
            return Divergence("the bytes of a picture that cannot be decoded differ")
        if before.size != after.size:
            return Divergence(f"size {_size(before)} became {_size(after)}")
        return _divergence(before, after)


def _picture(text: str) -> Image | None:
    from PIL import Image

    try:
        with Image.open(BytesIO(decoded(text))) as picture:
            return picture.convert("RGBA")
    except Exception:  # Pillow raises whatever its decoders do
        return None


def _divergence(before: Image, after: Image) -> Divergence | None:
    from PIL import ImageChops

    bands = ImageChops.difference(before, after).split()
    largest = bands[0]
    for band in bands[1:]:
        largest = ImageChops.lighter(largest, band)
    box = largest.getbbox()
    if box is None:
        return None
    changed = before.width * before.height - largest.histogram()[0]
    share = changed / (before.width * before.height)
    most = largest.getextrema()[1]
    where = f"within {box[2] - box[0]}×{box[3] - box[1]} pixels at ({box[0]}, {box[1]})"
    pixels = "1 pixel differs" if changed == 1 else f"{changed} pixels differ"
    return Divergence(
        f"{pixels} ({share:.2%}), all {where}, by at most {most} of 255", picture=_overlay(after, largest)
    )


def _overlay(picture: Image, largest: Image) -> str:
    """The picture found, paled, with the changed pixels in red; a PNG as base64."""
    from PIL import Image

    paled = Image.blend(picture, Image.new("RGBA", picture.size, (255, 255, 255, 255)), 0.7)
    mask = largest.point([0] + [255] * 255)
    paled.paste(Image.new("RGBA", picture.size, RED), mask=mask)
    written = BytesIO()
    paled.save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode()


def _size(picture: Image) -> str:
    return f"{picture.width}×{picture.height}"
