"""Files of an installed package that are not as they were installed: somebody has edited them in place."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.collectors.packages import scan


def edited_files(package: str, version: str) -> Iterator[str]:
    """Python files that do not have the digest that the package's RECORD gives them; of another version none.

    Source: "Recording installed projects", Python Packaging User Guide.
    """
    # as the kernel finds them, whose process is another
    folders = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    distribution = scan([*folders, *sys.path]).distributions.get(package)
    if distribution is None or distribution.version != version:
        return
    for name, digest in _listed(distribution.info / "RECORD"):
        if digest and name.endswith(".py") and _digest(distribution.info.parent / name) != digest:
            yield name


def _listed(record: Path) -> Iterator[tuple[str, str]]:
    """Each file with its SHA-256, "" where none is given."""
    try:
        lines = record.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for name, digest, *_ in (row for row in csv.reader(lines) if len(row) > 1):
        yield name, digest.removeprefix("sha256=") if digest.startswith("sha256=") else ""


def _digest(file: Path) -> str:
    """As a RECORD gives it; "" for a file that is gone."""
    try:
        content = file.read_bytes()
    except OSError:
        return ""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
