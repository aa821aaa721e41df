"""XGBoost's models, as the library itself saves them."""

from __future__ import annotations

from jupyter_repro.value_digests.form import Form, not_digested

FORMS: dict[str, Form] = {
    "Booster": lambda value: (bytes(value.save_raw("ubj")),),
    "DMatrix": not_digested("xgboost.DMatrix"),
}
