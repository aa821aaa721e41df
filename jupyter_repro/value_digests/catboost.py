"""CatBoost's models, by parameters and trees: what the library saves holds times and ids of the training as well."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form


def model(value: Any) -> tuple[Any, ...]:
    """Parameters, and the trees with their splits and leaves."""
    if not value.is_fitted():
        return (value.get_params(),)
    trees = [value._get_tree_splits(tree, None) for tree in range(value.tree_count_)]
    return (
        value.get_params(),
        trees,
        value.get_leaf_values(),
        value.get_leaf_weights(),
        value.get_scale_and_bias(),
    )


FORMS: dict[str, Form] = {"_CatBoostBase": model}
