"""Keeping what the user says of a project."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.settings import project_root
from jupyter_repro.trust.trusted_projects import answers, answers_file


def trust(folder: Path, *, trusted: bool = True) -> Path:
    """Trust the project of `folder` from now on, or trust it no more; answers its root.

    Raises Unwritable, UnreadableInput.
    """
    root, file = project_root(folder), answers_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_together({file: msgspec.json.encode({**answers(), str(root): trusted})})
    return root
