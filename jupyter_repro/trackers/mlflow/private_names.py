"""What is used of MLflow and is not documented, in one place."""

from __future__ import annotations

VERSIONS = ("create_model_version", "_create_model_version")
MODELS = ("create_logged_model", "_create_logged_model")
"""Names of what makes them, in one version of MLflow or another."""
FIND_STORE = "_get_store_with_resolved_uri"
"""Of both registries: answers the store at an address, always the same."""


def store_registries() -> tuple[type, type]:
    """What finds stores of runs, and of models, by their addresses."""
    from mlflow.tracking._model_registry.registry import ModelRegistryStoreRegistry
    from mlflow.tracking._tracking_service.registry import TrackingStoreRegistry

    return TrackingStoreRegistry, ModelRegistryStoreRegistry
