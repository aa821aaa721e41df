"""Putting DVCLive's folders back after a notebook was verified: what it logs is read from there as files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.files.kept_places import keep_place
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.tracked_run import PLACES_BEFORE


class DvcliveDiversion:
    """A run writes where it always does, and what lay there is kept until the verification ends."""

    modules = ("dvclive.live",)

    def divert(self, module: str, scratch: Path, _recorded: Sequence[str]) -> Undo:
        """Keep the folder of each run and its dvc.yaml; make no experiment of DVC's, and tell DVC Studio nothing."""
        live = sys.modules[module]
        begin = live.Live.__init__

        @wraps(begin)
        def init(*args: Any, **named: Any) -> None:
            bound = signature(begin).bind(*args, **named)
            bound.apply_defaults()
            asked = bound.arguments
            for place in (asked["dir"], asked.get("dvcyaml")):
                if isinstance(place, (str, os.PathLike)):
                    keep_place(scratch / PLACES_BEFORE, Path(place).absolute())
            asked["save_dvc_exp"] = False
            begin(*bound.args, **bound.kwargs)

        return after(replaced(live.Live, "__init__", init), _telling_nobody(live))


def _telling_nobody(live: Any) -> Undo:
    """DVC Studio is reported of each step where somebody is logged in."""
    return replaced(live, "get_dvc_studio_config", lambda _live: {})
