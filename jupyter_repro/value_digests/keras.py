"""Keras' models, layers and optimizers, by their configuration and weights, in order."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form


def layer(value: Any) -> tuple[Any, ...]:
    """How it is made, and what it has learnt."""
    weights = [(weight.path, str(weight.dtype), weight.numpy()) for weight in value.weights]
    return value.get_config(), value.trainable, weights


def optimizer(value: Any) -> tuple[Any, ...]:
    """How it is made, and what it keeps of the steps it took."""
    return value.get_config(), [(each.path, each.numpy()) for each in value.variables]


FORMS: dict[str, Form] = {"Layer": layer, "BaseOptimizer": optimizer}
