"""What runs before the first cell, where it is new: it is not there in a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from IPython.paths import get_ipython_dir

from jupyter_repro.digest import MISSING
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.scene import can_be_replaced
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World


def recorded_profile(subject: Subject, _scratch: Path, folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each startup file that is new, or another."""
    profile = Path(get_ipython_dir(), "profile_default")
    for change in subject.verdict.context_changes:
        if change.kind != "profile":
            continue
        place = profile / change.name
        if change.recorded == MISSING and place.is_file() and can_be_replaced(place, (*folders, profile)):
            yield Factor("profile", change.name, "put-back", World(files={place: None}))
        else:
            yield Factor("profile", change.name, "put-back", cannot="its recorded content is not kept")
