"""Paths, by their text: what they point to is data, and recorded as such."""

from __future__ import annotations

from jupyter_repro.value_digests.form import Form

FORMS: dict[str, Form] = {"PurePath": lambda value: (str(value),)}
