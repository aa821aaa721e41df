"""How the functions are called by which libraries fit models, score them and predict with them."""

from __future__ import annotations

import ast
import re

FITS = frozenset({"fit", "partial_fit", "fit_predict", "fit_generator", "train"})
CROSS = frozenset(
    {"cross_val_score", "cross_validate", "cross_val_predict", "learning_curve", "validation_curve"}
)
PREDICTS = frozenset(
    {"predict", "predict_proba", "predict_log_proba", "predict_on_batch", "decision_function", "forecast"}
)
SCORES = frozenset(
    {
        "score",
        "evaluate",
        "test",
        "validate",
        "confusion_matrix",
        "classification_report",
        "roc_curve",
        "precision_recall_curve",
    }
)
SCORING = re.compile(r"\w+_(?:score|error|loss)")
"""How functions are called that take what is true and what was predicted: `accuracy_score`, `mean_squared_error`."""
TRAINING_NAMES = frozenset(
    {
        "train_dataset",
        "training_frame",
        "train_data",
        "training_data",
        "train_dataloaders",
        "train_set",
        "dtrain",
    }
)
VALIDATION_NAMES = frozenset(
    {
        "validation_data", "validation_frame", "eval_set", "eval_dataset", "eval_data", "valid_sets", "valid_set",
        "val_dataloaders", "evals",
    }
)  # fmt: skip
"""Names of arguments that say what they are for, whatever is called."""
IS_TRAINING = re.compile(r"(?:^|_)(?:x|y)?train(?:ing)?(?:_|$)", re.I)
IS_VALIDATION = re.compile(r"(?:^|_)(?:val|valid|validation|dev)(?:_|$)", re.I)


def called(node: ast.Call) -> str:
    """The last part of the name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_of_model(node: ast.Call) -> bool:
    """Whether a call asks something of a model."""
    return called(node) in FITS | PREDICTS | SCORES | {"backward"}
