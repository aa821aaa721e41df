"""scikit-learn's estimators, by their parameters and fitted attributes, without the times that fitting took."""

from __future__ import annotations

from typing import Any

from jupyter_repro.value_digests.form import Form
from jupyter_repro.value_digests.objects import own_attributes

_PASSING = frozenset({"refit_time_", "_stop_words_id"})
"""A duration, and an address."""


def estimator(value: Any) -> tuple[Any, ...]:
    """All attributes but those that differ from run to run by their nature."""
    return ({name: part for name, part in own_attributes(value).items() if name not in _PASSING},)


def search(value: Any) -> tuple[Any, ...]:
    """A search over parameters; its table of results has four columns of times."""
    (held,) = estimator(value)
    results = held.get("cv_results_", {})
    untimed = {
        name: column for name, column in results.items() if not name.endswith(("fit_time", "score_time"))
    }
    return ({**held, "cv_results_": untimed},)


FORMS: dict[str, Form] = {"BaseEstimator": estimator, "BaseSearchCV": search}
