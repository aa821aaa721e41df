"""Pictures: by pixels, whatever the metadata of their files."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jupyter_repro.canonical.pictures import decoded, frames
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence, OtherSize

if TYPE_CHECKING:
    from PIL.Image import Image

WIDEST = 800
"""Pixels of the longer side of a picture that a divergence comes with."""
FEW = 10
"""Changed pixels up to which they are counted, not given as a share."""


class ImageComparator:
    """By pixels; a divergence comes with a picture of it."""

    mimes = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:  # noqa: ARG002
        """None when every pixel of every frame is the same."""
        if recorded == found:
            return None
        before, now = frames(decoded(recorded)), frames(decoded(found))
        if not (before and now):
            return Divergence(_undecodable(bool(before), bool(now)))
        if len(before) != len(now):
            return Divergence(f"{_frames(len(before))} became {len(now)}")
        for index, (a, b) in enumerate(zip(before, now, strict=True)):
            if divergence := _frame_divergence(a, b):
                return divergence if len(now) == 1 else _in_frame(index, divergence)
        return None


def _undecodable(before: bool, now: bool) -> str:
    if before or now:
        return f"the {'found' if before else 'recorded'} picture cannot be decoded, the other one can"
    return "neither picture can be decoded, and their bytes differ"


def _frames(count: int) -> str:
    return f"{count} frame{'' if count == 1 else 's'}"


def _in_frame(index: int, divergence: Divergence) -> Divergence:
    return msgspec.structs.replace(divergence, summary=f"frame {index + 1}: {divergence.summary}")


def _frame_divergence(recorded: Image, found: Image) -> Divergence | None:
    if recorded.size != found.size:
        other = OtherSize(f"size {_size(recorded.size)} became {_size(found.size)}")
        return _with_both(other, recorded, found)
    if recorded.mode == found.mode and recorded.tobytes() == found.tobytes():
        return None
    changed = _changed(recorded.convert("RGBA"), found.convert("RGBA"))
    if changed is None:
        return Divergence("the pixels differ by less than one step of 255")
    divergence = Divergence(_summary(changed, recorded.size), picture=_overlay(changed.mask, found))
    return _with_both(divergence, recorded, found)


def _with_both(divergence: Divergence, recorded: Image, found: Image) -> Divergence:
    return msgspec.structs.replace(
        divergence,
        recorded_picture=_png(_reduced(recorded.convert("RGBA"))),
        found_picture=_png(_reduced(found.convert("RGBA"))),
    )


class _Changed(NamedTuple):
    mask: Image
    """Per pixel the largest difference of its channels, 0 to 255."""
    box: tuple[int, int, int, int]
    pixels: int
    largest: int


def _changed(recorded: Image, found: Image) -> _Changed | None:
    from PIL import ImageChops

    mask, *bands = ImageChops.difference(recorded, found).split()
    for band in bands:
        mask = ImageChops.lighter(mask, band)
    box = mask.getbbox()
    if box is None:
        return None
    counts = mask.histogram()
    return _Changed(mask, box, sum(counts[1:]), max(step for step in range(256) if counts[step]))


def _summary(changed: _Changed, size: tuple[int, int]) -> str:
    left, top, right, bottom = changed.box
    where = f"{_size((right - left, bottom - top))} pixels at ({left}, {top})"
    return (
        f"{_share(changed.pixels, size[0] * size[1])} (largest difference {changed.largest} of 255), "
        f"all within {where}"
    )


def _share(count: int, total: int) -> str:
    if count == 1:
        return "1 pixel differs"
    share = f"{100 * count / total:.3g}"
    if count < FEW or "e" in share:
        return f"{count:,} pixels differ"
    return f"{share} % of the pixels differ"


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]}×{size[1]}"


def _overlay(mask: Image, found: Image) -> str:
    """The found picture, dimmed, with what changed in red: a PNG as base64, reduced when it is large."""
    from PIL import Image as pillow  # noqa: N813

    factor = _factor(mask)
    red = mask.point([0] + [255] * 255).convert("F").reduce(factor)
    red = red.point(lambda level: level * factor**2).convert("L")  # one changed pixel must stay visible
    small = _reduced(found.convert("RGBA"))
    ground = pillow.new("RGBA", small.size, "white")
    grey = pillow.alpha_composite(ground, small).convert("L").convert("RGB")
    picture = pillow.blend(grey, pillow.new("RGB", small.size, "white"), 0.7)
    picture.paste((220, 0, 0), mask=red)
    return _png(picture)


def _factor(picture: Image) -> int:
    return max(1, -(-max(picture.size) // WIDEST))


def _reduced(picture: Image) -> Image:
    factor = _factor(picture)
    return picture.reduce(factor) if factor > 1 else picture


def _png(picture: Image) -> str:
    content = BytesIO()
    picture.save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode("ascii")
