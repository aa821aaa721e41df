"""What `jupyter repro data status` answers a script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jupyter_repro.cli.output.json_answers import json_text
from jupyter_repro.kept_data.inventory import Usage
from jupyter_repro.kept_data.whereabouts import Whereabouts


def status_json(used: Usage, unreferred: int, found: Mapping[Path, list[Whereabouts]]) -> str:
    """How much is kept, how much of it unreferred, and where each notebook's inputs are available."""
    notebooks = [
        {"notebook": str(path), "inputs": [each._asdict() for each in found[path]]} for path in found
    ]
    return json_text(
        {"size": used.size, "unreferred": unreferred, "files": used.files, "notebooks": notebooks}
    )
