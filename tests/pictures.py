"""Pictures as outputs hold them."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image, ImageDraw


def chart(width, height, dot=None):
    """A PNG as base64: a line, and a dot where one is asked for."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.line([(0, height), (width, 0)], fill="blue", width=2)
    if dot:
        draw.ellipse([dot, (dot[0] + 6, dot[1] + 6)], fill="orange")
    content = BytesIO()
    picture.save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode("ascii")
