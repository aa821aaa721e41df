"""Environments of conda: the explicit list of what conda installed, beside the lock, which holds pip's part."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_channel
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.records.snapshot import Snapshot

_MD5 = re.compile(r"[0-9a-f]{32}")


def conda_path(notebook: Path) -> Path:
    """Where the explicit list of a notebook's environment lies."""
    return notebook.with_suffix(".conda.txt")


def conda_beside(notebook: Path, snapshot: Snapshot) -> str:
    """Write the explicit list where the kernel's environment is one of conda's; says in a line what came of it."""
    content = explicit_list(kernel_prefix(snapshot.kernel))
    if not content:
        return ""
    path = conda_path(notebook)
    write_together({path: content.encode()})
    return f"what conda installed is listed in {path}; --isolated rebuilds pip's part alone"


def kernel_prefix(kernel: str) -> Path:
    """The environment that a kernel's Python lies in; this one where that is not known."""
    try:
        program = Path(KernelSpecManager().get_kernel_spec(kernel).argv[0])
    except (NoSuchKernel, IndexError):
        return Path(sys.prefix)
    return program.parent.parent if program.is_absolute() else Path(sys.prefix)


def site_packages(prefix: Path) -> list[str]:
    """Folders of an environment in which its packages lie."""
    patterns = ("lib/python3*/site-packages", "lib/python3*/dist-packages", "Lib/site-packages")
    return [str(folder) for pattern in patterns for folder in sorted(prefix.glob(pattern))]


def explicit_list(prefix: Path) -> str:
    """What `conda list --explicit --md5` says of an environment, without credentials; "" where conda made it not."""
    lines = sorted(_packages(prefix))
    return "\n".join(["@EXPLICIT", *lines, ""]) if lines else ""


def _packages(prefix: Path) -> Iterator[str]:
    for file in sorted((prefix / "conda-meta").glob("*.json")):
        try:
            entries = json.loads(file.read_bytes())
            url, md5 = str(entries.get("url") or ""), str(entries.get("md5") or "")
        except (OSError, ValueError, AttributeError):  # half removed, or not conda's
            continue
        if parse_address(url).is_url:
            address = public_channel(url)
            yield f"{address}#{md5}" if _MD5.fullmatch(md5) else address
