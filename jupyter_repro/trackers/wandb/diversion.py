"""Keeping from Weights & Biases what a notebook logs while it is verified."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced

_MODE = "WANDB_MODE"


class WandbDiversion:
    """Runs are kept on this machine, in a scratch folder, and sent nowhere."""

    modules = ("wandb",)

    def divert(self, module: str, scratch: Path, _recorded: Sequence[str]) -> Undo:
        """Let each run be one that is never sent; one that is switched off stays so."""
        wandb = sys.modules[module]
        begin = wandb.init
        folder = scratch / "wandb"
        folder.mkdir(exist_ok=True)

        @wraps(begin)
        def init(*args: Any, **named: Any) -> Any:
            asked = signature(begin).bind_partial(*args, **named).arguments
            if _mode(asked) != "disabled":
                asked = {**asked, "mode": "offline", "dir": str(folder)}
            return begin(**asked)

        return after(*(replaced(owner, "init", init) for owner in (wandb, wandb.sdk) if owner.init is begin))


def _mode(asked: dict[str, Any]) -> str:
    settings = asked.get("settings")
    given = settings.get("mode") if isinstance(settings, dict) else getattr(settings, "mode", None)
    return str(asked.get("mode") or given or os.environ.get(_MODE, ""))
