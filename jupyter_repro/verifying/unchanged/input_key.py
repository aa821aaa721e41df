"""One digest of all that a verification depends on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.digest import Digest, digest_bytes
from jupyter_repro.executing.kernel_spec import SILENT, runnable
from jupyter_repro.executing.warm_kernels.kernel_command import kernel_command
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verifying.notebook import Options
from jupyter_repro.verifying.unchanged.environment_inputs import of_this_environment
from jupyter_repro.verifying.unchanged.notebook_inputs import Unknowable, of_notebook


def input_key(path: str, options: Options) -> Digest:
    """Digest of all that the verdict on a notebook depends on: equal where it can only come out the same.

    Raises Unknowable where that is not known without a run, and ReproError for what cannot be read.
    """
    if is_remote(path):
        raise Unknowable("it lies elsewhere")
    snapshot = load_snapshot(path)
    if snapshot is None:
        raise Unknowable("it has no snapshot")
    try:
        inputs = of_notebook(Path(path), snapshot)
    except OSError as error:
        raise Unknowable(f"{error.filename} cannot be read") from None
    whole = {
        "environment": of_this_environment(),
        "inputs": inputs,
        "kernel": _kernel(options.kernel or snapshot.kernel),
        "options": [options.timeout, options.parameters, options.strict, options.fail_fast],
    }
    return digest_bytes(msgspec.json.encode(whole, order="deterministic"))


@cache
def _kernel(name: str) -> Mapping[str, Any]:
    """The kernel spec. Raises Unknowable for another Python than this one."""
    try:
        spec = KernelSpecManager(log=SILENT).get_kernel_spec(runnable(name))
    except NoSuchKernel:
        raise Unknowable(f"this machine has no kernel {name!r}") from None
    command = kernel_command(spec.argv)
    python = command.python[0] if command else ""
    if not python or (os.path.dirname(python) and not _is_this(python)):  # noqa: PTH120  a bare name is this one
        raise Unknowable(f"the kernel {name!r} runs in another environment than this command")
    return {"argv": spec.argv, "env": spec.env}


def _is_this(python: str) -> bool:
    return Path(python).absolute().parent == Path(sys.executable).absolute().parent
