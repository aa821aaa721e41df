"""What MLflow knows of the models that a run logged: their flavour, what they take and give, and an example of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.trackers.mlflow.models import logged_models

MOST_MODELS, MOST_COLUMNS = 5, 8
_ANY_FLAVOUR = "python_function"
"""What can be called whatever library made it: it says nothing of a model."""


def model_sentences(client: Any, run_id: str, uri: str) -> list[str]:
    """A sentence on each model of a run in the store of this address; none on what cannot be read."""
    from mlflow.exceptions import MlflowException

    try:
        models = [client.get_logged_model(each) for each in sorted(logged_models(client, run_id))]
    except (MlflowException, NotImplementedError):
        return []
    found = [_sentence(each, uri) for each in models[:MOST_MODELS]]
    more = len(models) - MOST_MODELS
    return [*filter(None, found), *([f"and {counted(more, 'more model')}"] if more > 0 else [])]


def _sentence(model: Any, uri: str) -> str:
    try:
        info = _described(model, uri)
    except Exception:  # its artifacts may lie where we may not read, or be gone
        return ""
    flavours = ", ".join(sorted({*info.flavors} - {_ANY_FLAVOUR})) or _ANY_FLAVOUR
    parts = [f"Model `{model.name}` ({flavours})", *_signature(info.signature)]
    example = "with an input example" if info.saved_input_example_info else "without an input example"
    return ", ".join([*parts, example])


def _described(model: Any, uri: str) -> Any:
    from mlflow.artifacts import download_artifacts
    from mlflow.models import Model

    with scratch_folder() as folder:
        place = f"{model.artifact_location.rstrip('/')}/MLmodel"
        return Model.load(download_artifacts(place, dst_path=str(folder), tracking_uri=uri))


def _signature(signature: Any) -> Iterator[str]:
    if signature is None:
        yield "without a signature"
        return
    for verb, schema in (("takes", signature.inputs), ("gives", signature.outputs)):
        if schema is not None and len(schema.inputs):
            yield f"{verb} {_columns(schema.inputs)}"


def _columns(columns: Sequence[Any]) -> str:
    """`x: double, y: long`; of a tensor or a column without a name, its kind and shape."""
    named = [
        f"{each.name}: {_kind(each)}" if each.name else _kind(each) for each in islice(columns, MOST_COLUMNS)
    ]
    more = len(columns) - MOST_COLUMNS
    return f"`{', '.join(named)}`" + (f" and {counted(more, 'more column')}" if more > 0 else "")


def _kind(column: Any) -> str:
    kind = getattr(column.type, "name", None) or str(column.type)
    shape = getattr(column, "shape", None)
    return f"{kind}{list(shape)}" if shape else str(kind)
