"""What a notebook's kernel is started with: the environment pins of its snapshot, else those of its project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.notebooks.kernel_notebook import NOTEBOOK
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM, environment_found, environment_pins
from jupyter_repro.recording.kernel import MODE
from jupyter_repro.records.snapshot import Context
from jupyter_repro.settings import Settings, settings_for
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

SESSION = "JPY_SESSION_NAME"
"""Set by Jupyter Server: the notebook's path, absolute or relative to the server's root."""


def kernel_environment(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Variables to set for a kernel that is about to start in `folder` with `environ`.

    None for kernels of our own runner, which has set what its plan says. Raises UnreadableInput for a snapshot
    or settings that cannot be used.
    """
    if environ.get(MODE) == "run":
        return {}
    notebook = notebook_of(environ, folder)
    if notebook is None:
        return environment_pins(settings_for(folder).seed, {}, environ)
    context = recorded_context(notebook)
    seed = settings_for(notebook.parent).seed if context.seed is None else context.seed
    return environment_pins(seed, context.environment, environ)


def default_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Variables to set where neither snapshot nor settings can be used."""
    return environment_pins(Settings().seed, {}, environ)


def notebook_of(environ: Mapping[str, str], folder: Path) -> Path | None:
    """The notebook that a kernel in `folder` is started for; None for a console, or where nobody says."""
    for name in filter(None, (environ.get(NOTEBOOK), environ.get(SESSION))):
        # a server starts the kernel in the notebook's own folder, and its root is not known here
        for path in (folder / name, folder / Path(name).name):
            if path.suffix == ".ipynb" and path.is_file():
                return path
    return None


def recorded_context(notebook: Path) -> Context:
    """Seed and environment of the notebook's snapshot; an empty context where there is none."""
    snapshot = load_snapshot(notebook)
    if snapshot is None:
        return Context()
    environment = _replayable(snapshot.context.environment, snapshot_path(notebook))
    return Context(seed=snapshot.context.seed, environment=environment)


def _replayable(recorded: Mapping[str, str], path: Path) -> dict[str, str]:
    """Those variables that we record ourselves, and no others.

    A snapshot comes with a clone, and a kernel starts when its notebook is merely opened: what a stranger wrote
    must not set PYTHONSTARTUP or LD_PRELOAD there.
    """
    chosen = {name: recorded[name] for name in environment_found({}) if name in recorded}
    for name, value in chosen.items():
        if not _can_be_set(name, value):
            raise UnreadableInput(path, f"no kernel starts with {name}={value!r}")
    return chosen


def _can_be_set(name: str, value: str) -> bool:
    """Whether a process takes the value, and Python starts with it."""
    if name == HASH_SEED and value != RANDOM:
        return value.isascii() and value.isdecimal() and int(value) < 2**32
    return value.isascii() and value.isprintable()
