"""A new folder that has another name until all is in it, so that what ends us leaves no half of one in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.errors import Unwritable
from jupyter_repro.files.owned_names import remove, remove_abandoned
from jupyter_repro.files.whole_files import unused_name
from jupyter_repro.files.writable_folder import WritableFolder

OTHER_FOLDER = "name another folder with: --into"


@dataclass(frozen=True)
class Draft:
    """A folder that is being filled."""

    name: Path
    """Of the notebook, as seen from the folder."""
    within: WritableFolder
    """The folder itself."""
    folder: Path
    """Where it will be."""

    @property
    def notebook(self) -> Path:
        """Where the notebook goes now."""
        return self.within.folder / self.name

    @property
    def target(self) -> Path:
        """Where the notebook will be."""
        return self.folder / self.name


@contextmanager
def drafted_folder(folder: Path, name: Path) -> Iterator[Draft]:
    """A new folder, with the notebook called `name` in it, that is at `folder` when the block ends without an error.

    Raises Unwritable where something lies there.
    """
    check_free(folder)
    new = unused_name(folder.parent)
    try:
        (new / name).parent.mkdir(parents=True)
        remove_abandoned(folder.parent)
        yield Draft(name, WritableFolder(new, "the new folder"), folder)
        if folder.is_dir():
            folder.rmdir()
        new.rename(folder)
    except OSError as error:
        remove(new)
        raise Unwritable(f"{folder} cannot be made: {error.strerror or error}", OTHER_FOLDER) from None
    except BaseException:
        remove(new)
        raise


def check_free(folder: Path) -> None:
    """Raise Unwritable where something lies in the way of a new folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unwritable(f"{folder} is there already", OTHER_FOLDER)
