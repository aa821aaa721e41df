"""What the containers of Python's library hold beyond their items."""

from __future__ import annotations

from jupyter_repro.value_digests.form import Form
from jupyter_repro.value_digests.objects import attributes

FORMS: dict[str, Form] = {
    "defaultdict": lambda value: (value.default_factory, dict(dict.items(value)), attributes(value)),
}
