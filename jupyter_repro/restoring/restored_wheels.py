"""The wheels of packages that no index has, beside the lock that names them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.environments.local_wheels import bring
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.own_packages.own_wheels import FOLDER
from jupyter_repro.errors import ReproError
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.restoring.outcomes import Outcome, lost


def wheels_into(notebook: Path, own: Path, folder: Path, within: WritableFolder) -> Iterator[Outcome]:
    """Write the wheels that the lock beside `notebook` names to where another lock in `folder` has them.

    They are had from beside the lock, from what is kept, or from the remote of the project that `own` lies in.
    """
    try:
        lock = find_lock(notebook)
    except ReproError as error:
        yield lost("the lock", error)
        return
    for wheel in lock.wheels if lock else ():
        name = f"{FOLDER}/{wheel.file}"
        try:
            place = within.place(folder / name, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            bring(wheel, notebook.absolute().parent, place, own)
        except ReproError as error:
            yield lost(wheel.name, error)


def restored_wheels(notebook: Path, within: WritableFolder) -> Iterator[Outcome]:
    """Write them beside the lock itself, and say how they are installed. Raises ReproError where it names none."""
    lock = find_lock(notebook)
    if lock is None or not lock.wheels:
        raise ReproError(
            f"{notebook} has no lock that names wheels",
            f"record it again, with its packages installed: jupyter repro snapshot {shell_word(notebook)}",
        )
    folder = notebook.absolute().parent
    gone = list(wheels_into(notebook, folder, folder, within))
    yield from gone
    for wheel in lock.wheels:
        if wheel.name not in {each.name for each in gone}:
            path = shell_word(notebook.parent / FOLDER / wheel.file)
            yield Outcome(
                f"{FOLDER}/{wheel.file}", f"is there; install it with: pip install {path}", done=True
            )
