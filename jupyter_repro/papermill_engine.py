"""The papermill engine `repro`: re-execute against the stored context, and fail when an output diverges."""

from __future__ import annotations

from typing import Any

from papermill.engines import Engine

import jupyter_repro


class ReproEngine(Engine):  # type: ignore[misc]
    """`papermill in.ipynb out.ipynb --engine repro`."""

    @classmethod
    def execute_notebook(
        cls, nb: Any, kernel_name: str, output_path: str | None = None, **options: Any
    ) -> Any:
        """Execute and verify; each cell's verdict is in its metadata, a divergence is an error of its cell."""
        # papermill loads every registered engine whenever it is imported: the face imports what runs
        return jupyter_repro._execute_for_papermill(nb, kernel_name, output_path, **options)
