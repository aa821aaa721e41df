"""A stage of a pipeline: one notebook, with what its snapshot says that it read and wrote."""

from __future__ import annotations

import msgspec

EXECUTED = ".executed.ipynb"
"""Ending of the notebook that a stage makes, in place of `.ipynb`."""

WHAT_DECIDES = ("context.environment", "context.parameters", "context.pin_options", "context.seed")
"""Facts of a snapshot that a run of its notebook depends on; the others say what came of a run."""


class InputFolder(msgspec.Struct, frozen=True):
    """A folder of which a new file would be read as well."""

    path: str
    files: tuple[str, ...] = ()
    """Those that were read; none where there were very many."""
    endings: tuple[str, ...] = ()
    """Of the names that count, with their dot; all where there are none."""
    recursive: bool = True

    def holds(self, path: str) -> bool:
        """Whether a file lies below it."""
        return self.path == "." or path.startswith(f"{self.path}/")


class Stage(msgspec.Struct, frozen=True):
    """All paths are as seen from the folder that the pipeline's file belongs to, with slashes."""

    name: str
    notebook: str
    snapshot: str
    executed: str
    """The notebook that is written when it has run."""
    lock: str = ""
    """The lock file of its packages; "" for none."""
    files: tuple[str, ...] = ()
    """Data that it reads, of the project or by an absolute path."""
    home: tuple[str, ...] = ()
    """Data that it reads below the home folder: `~/…`."""
    folders: tuple[InputFolder, ...] = ()
    """Data that it reads as a whole, none of which it writes itself."""
    addresses: tuple[str, ...] = ()
    """Data that it fetches, where the server says whether it is still the same: without secrets."""
    code: tuple[str, ...] = ()
    """Local modules, and the sources of editable packages."""
    results: tuple[str, ...] = ()
    """Files of the project that it writes."""
    updated: tuple[str, ...] = ()
    """Files of the project that it reads and then writes."""
    in_git: frozenset[str] = frozenset()
    """Those of the results, and of what it updates, that git tracks."""
    notes: tuple[str, ...] = ()
    """What of its data no pipeline can watch, a sentence each."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Files that must be there, or made by another stage, before it runs."""
        below = (name for folder in self.folders for name in folder.files)
        return (*self.files, *below, *self.code)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Files that it makes."""
        return (self.executed, *self.results, *self.updated)
