"""The environment differs from process to process, and may hold secrets; what a notebook reads of it is recorded."""

from __future__ import annotations

from jupyter_repro.value_digests.form import Form, not_digested

FORMS: dict[str, Form] = {"_Environ": not_digested("os.environ")}
