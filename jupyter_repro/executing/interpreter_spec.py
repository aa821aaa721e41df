"""A kernel spec for a Python that no kernel spec of this machine names."""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from jupyter_repro.executing.plan import Interpreter
from jupyter_repro.executing.project_view import ProjectView


class InterpreterSpec(KernelSpecManager):  # type: ignore[misc]
    """Answers every name with ipykernel in that Python."""

    def __init__(self, interpreter: Interpreter, view: ProjectView, **options: Any) -> None:
        super().__init__(**options)
        self.interpreter = interpreter
        self.before = (*view.command, *interpreter.before)

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The spec; ipykernel must be installed there."""
        python = str(self.interpreter.python)
        argv = [*self.before, python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, language="python", display_name=kernel_name)
