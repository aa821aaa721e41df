"""What a kernel sees of some folders, in place of what lies there, and where that goes which it writes below them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_repro.files.owned_names import scratch_folder

_SCRIPT = Path(__file__).with_name("warm_kernels") / "overlay.py"


@dataclass(frozen=True)
class Overlay:
    """One folder, as a kernel sees it."""

    lower: Path
    at: Path
    """Where it is seen; an existing folder, as a rule itself."""
    upper: Path
    """Folder of what is seen in place of what lies there; what the kernel writes goes there."""
    work: Path
    """Empty folder in the same file system as `upper`."""


@dataclass(frozen=True)
class ProjectView:
    """What a kernel sees otherwise than this process; of one run."""

    overlays: tuple[Overlay, ...] = ()
    removed: tuple[Path, ...] = ()
    """Files below these folders that the kernel does not see."""
    kept: tuple[Path, ...] = ()
    """Folders that it sees as they lie, and writes to."""
    fixed_addresses: bool = False
    """Whether the kernel's memory lies at the same addresses each time."""

    @property
    def is_plain(self) -> bool:
        """Whether it is what this process sees."""
        return not (self.overlays or self.fixed_addresses)

    @property
    def words(self) -> dict[str, Any]:
        """As the script `overlay.py` takes it."""
        return {
            "overlays": [
                {name: str(getattr(each, name)) for name in ("lower", "at", "upper", "work")}
                for each in self.overlays
            ],
            "kept": [str(path) for path in self.kept],
            "removed": [str(path) for path in self.removed],
            "fixed_addresses": self.fixed_addresses,
        }

    @property
    def command(self) -> tuple[str, ...]:
        """The command before a command that is to see the folders so; empty where there is nothing to see."""
        if self.is_plain:
            return ()
        return (sys.executable, "-P", str(_SCRIPT), json.dumps(self.words))


AS_IT_LIES = ProjectView()
"""What this process sees."""


@cache  # once in a process
def views_work() -> bool:
    """Whether this system gives a process a view of a folder of its own."""
    with scratch_folder() as folder:
        overlays = Overlay(folder / "lower", folder / "lower", folder / "upper", folder / "work")
        for each in (overlays.at, overlays.upper, overlays.work):
            each.mkdir()
        (overlays.upper / "seen").touch()
        command = [*ProjectView((overlays,)).command, "test", "-f", str(overlays.at / "seen")]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603  ours
        except OSError:
            return False
