"""Files in memory, by their content and the place that was read to."""

from __future__ import annotations

from jupyter_repro.value_digests.form import Form

FORMS: dict[str, Form] = {
    "BytesIO": lambda value: (value.getvalue(), value.tell()),
    "StringIO": lambda value: (value.getvalue(), value.tell()),
}
