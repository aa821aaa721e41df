"""The kernel spec of kernels that start with the pins set: written, recognised and taken away again."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from logging import CRITICAL, Logger
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict, write_kernel_spec
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager

from jupyter_repro.errors import ReproError, Unwritable

NAME = "python3-repro"
DISPLAY_NAME = "Python 3 (reproducible)"
PROVISIONER = "repro-provisioner"

SILENT = Logger("jupyter_repro.kernel_spec", level=CRITICAL + 1)
"""jupyter_client warns of a folder that it does not look in; we say what to do about it."""

_OTHER_NAME = "give ours another name with: --name NAME"
_NO_USER = "install it for you alone with: jupyter repro kernel install --user"
_PREFIX = "install it elsewhere with: jupyter repro kernel install --prefix DIR"


@dataclass(frozen=True)
class Installed:
    """Where a kernel spec was written."""

    folder: Path
    seen: bool
    """Whether Jupyter looks there."""

    @property
    def jupyter_path(self) -> Path:
        """What JUPYTER_PATH must hold for Jupyter to look there."""
        return self.folder.parents[1]


def install(name: str = NAME, display_name: str = DISPLAY_NAME, prefix: str | None = None) -> Installed:
    """Write the kernel spec below `prefix`, or for this user where it is None; one of ours is replaced.

    Raises ReproError for a name that is none or is another kernel's, Unwritable for the folder.
    """
    manager = KernelSpecManager(log=SILENT)
    name = _checked(name.lower())  # jupyter_client writes it in lower case
    folder = _kernels_below(manager, prefix)
    try:
        _check_free(manager, name, folder / name)
        written = _written(manager, name, display_name, prefix)
    except OSError as error:
        remedy = _NO_USER if prefix else _PREFIX
        raise Unwritable(f"{folder} cannot be written: {error.strerror or error}", remedy) from None
    return Installed(written, str(folder) in manager.kernel_dirs)


def uninstall(name: str = NAME) -> Path:
    """Take the kernel spec away; answers where it lay. Raises ReproError where there is none of ours."""
    manager = KernelSpecManager(log=SILENT)
    found = manager.find_kernel_specs().get(name.lower())
    if found is None:
        raise ReproError(f"there is no kernel {name!r} on this machine", _KERNELS)
    if not is_ours(Path(found)):
        raise ReproError(f"the kernel {name!r} in {found} is not ours; it stays", _REMOVE.format(name))
    try:
        return Path(manager.remove_kernel_spec(name.lower()))
    except OSError as error:
        raise Unwritable(f"{found} cannot be removed: {error.strerror or error}") from None


def is_ours(folder: Path) -> bool:
    """Whether the kernel spec in `folder` starts its kernels with our provisioner."""
    try:
        spec = json.loads((folder / "kernel.json").read_bytes())
        return bool(spec["metadata"]["kernel_provisioner"]["provisioner_name"] == PROVISIONER)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def runnable(name: str) -> str:
    """`name`, or `python3` for our own kernel where it is not installed.

    Our runner sets the pins itself, so that the two are the same to it.
    """
    if name == NAME and name not in KernelSpecManager(log=SILENT).find_kernel_specs():
        return str(NATIVE_KERNEL_NAME)
    return name


def default_prefix() -> str | None:
    """The environment that this Python belongs to; None outside of one."""
    inside = sys.prefix != sys.base_prefix or Path(sys.prefix, "conda-meta").is_dir()
    return sys.prefix if inside else None


def _checked(name: str) -> str:
    # stricter than jupyter_client, which takes ".." and replaces the folder above
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        raise ReproError(f"{name!r} cannot be the name of a kernel", _LETTERS)
    return name


def _kernels_below(manager: KernelSpecManager, prefix: str | None) -> Path:
    """Folder of the kernel specs below `prefix`, or this user's."""
    return Path(prefix).absolute() / "share/jupyter/kernels" if prefix else Path(manager.user_kernel_dir)


def _check_free(manager: KernelSpecManager, name: str, folder: Path) -> None:
    """Raise ReproError where a kernel that is not ours has the name, there or where Jupyter finds it."""
    known = manager.find_kernel_specs().get(name)
    for taken in (folder, Path(known or folder)):
        if taken.exists() and not is_ours(taken):
            raise ReproError(f"there is another kernel {name!r} in {taken}", _OTHER_NAME)


def _written(manager: KernelSpecManager, name: str, display_name: str, prefix: str | None) -> Path:
    with tempfile.TemporaryDirectory() as made:
        source = write_kernel_spec(Path(made, "spec"), overrides=_overrides(display_name))
        return Path(manager.install_kernel_spec(source, name, user=prefix is None, prefix=prefix))


def _overrides(display_name: str) -> dict[str, Any]:
    """What our kernel spec has in place of ipykernel's."""
    metadata = {**get_kernel_dict()["metadata"], "kernel_provisioner": {"provisioner_name": PROVISIONER}}
    return {"display_name": display_name, "metadata": metadata}


_LETTERS = "give one of letters and digits, and - . _ after the first"
_KERNELS = "see those there are with: jupyter kernelspec list"
_REMOVE = "remove it with: jupyter kernelspec remove {}"
