"""LightGBM's models, as the library itself writes them."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form


def booster(value: Any) -> tuple[Any, ...]:
    """The model's text, of all its trees, and which iteration is best."""
    return value.model_to_string(num_iteration=-1), value.best_iteration


FORMS: dict[str, Form] = {"Booster": booster}
