"""Pillow's pictures, by mode, size, palette and pixels."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form


def picture(value: Any) -> tuple[Any, ...]:
    """Pixels as they are stored; a file that was only opened is read from a copy."""
    loaded = value.copy()
    return loaded.mode, loaded.size, loaded.getpalette(), loaded.tobytes()


FORMS: dict[str, Form] = {"Image": picture}
