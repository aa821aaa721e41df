"""The planted notebooks of tests/notebooks/causes: what each is made of, what changes, and what is right to say of it.

A file holds the cases of one kind of cause, or of one manner of planting it. What is right follows from the words of
the project (docs/causes.md), not from what is said today.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec

HERE = Path(__file__).parent / "notebooks" / "causes"
BENIGN = "benign"


class Installed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A distribution as it is installed, outside of the project."""

    version: str
    files: dict[str, str]
    """Path below `site-packages` to content."""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happens between the recording and the verification."""

    files: dict[str, str] = {}
    remove: list[str] = []
    run: str = ""
    """Python that is run in the project."""
    environ: dict[str, str] = {}
    """Variables that are set; "" unsets one."""
    cells: dict[str, str] = {}
    """Index of a cell to its new source."""
    insert: dict[str, str] = {}
    """Index before which a new cell is put to its source."""
    delete: list[int] = []
    order: list[int] = []
    """Indexes in the new order of the cells."""
    parameters: dict[str, str] = {}
    """Given to `verify` with -p."""
    move: str = ""
    """Name of the folder that the project is copied to, and verified in."""
    answers: dict[str, str] = {}
    """Path to what the server answers now."""
    no_server: bool = False
    """Whether nobody listens any more."""
    installed: dict[str, Installed] = {}
    uninstalled: list[str] = []
    commit: bool = False
    """Whether it is all committed."""


class Later(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first cause of a cell after the first that diverged."""

    cell: int
    kinds: list[str]
    at: list[str] = []


class Right(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is right to say."""

    status: list[str] = []
    cell: int | None = None
    """Index of the first cell that is not as it was recorded."""
    kinds: list[str] = []
    """Of the first cause; the file's name where none is said. Several only where each is true."""
    at: list[str] = []
    """Its place, "cell:line" or "cell" where no line is to be asked for; several only where each leads there."""
    says: str = ""
    """What the first cause must name; one of several, between bars."""
    proven: bool = True
    """Whether `proven` may stand at the right cause."""
    cure: bool = False
    """Whether a command must be named that, run as it stands, cures it."""
    shown: list[str] = []
    """What the report for people must hold."""
    later: list[Later] = []


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One planted notebook."""

    name: str
    cells: list[str]
    """Sources; one that begins with `%md ` is Markdown."""
    right: Right = Right()
    then: Change = Change()
    through: str = ""
    """What lies between the source and the output; "" where they stand in one cell, one step apart."""
    innocent: list[str] = []
    """What changed as well, by the name that a cause would call it, and did nothing."""
    files: dict[str, str] = {}
    run: str = ""
    """Python that is run in the project before it is recorded."""
    environ: dict[str, str] = {}
    answers: dict[str, str] = {}
    """Path to what a server on this machine answers; its port stands for `@port@`."""
    installed: dict[str, Installed] = {}
    record: Literal["snapshot", "live", "stored"] = "snapshot"
    """By the command; by hand in a session with the recorder; or only with outputs, in a kernel without anything."""
    steps: list[int | str | tuple[int, str]] = []
    """What is run in a session, where it is not each cell in order: a cell's index, a source that stands in no cell,
    or a cell's index with the source that it had at that time."""
    tags: dict[str, list[str]] = {}
    """Index of a cell to its tags."""
    git: bool = False
    """Whether the project is a repository, and all is committed before and after it is recorded."""
    in_memory: bool = False
    """Whether it lies in a file system in memory, whose folders are listed in the order of creation."""
    needs: list[str] = []
    """Modules without which it cannot be run."""
    kind: str = ""
    """Name of its file."""

    @property
    def kinds(self) -> list[str]:
        """Kinds of cause of which the first must be one."""
        return self.right.kinds or [self.kind]

    @property
    def is_benign(self) -> bool:
        """Whether there is nothing to tell."""
        return self.kind == BENIGN


def cases() -> list[Case]:
    """All of them, in the order of their files."""
    found = [
        msgspec.structs.replace(case, kind=file.stem)
        for file in sorted(HERE.glob("*.toml"))
        for case in _in(file)
    ]
    names = [case.name for case in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"cases of the same name: {sorted(twice)}")
    return found


def can_run(case: Case) -> bool:
    """Whether this machine has all that it needs."""
    return all(find_spec(name) for name in case.needs) and (not case.in_memory or MEMORY.is_dir())


MEMORY = Path("/dev/shm")


def _in(file: Path) -> list[Case]:
    try:
        return msgspec.toml.decode(file.read_bytes(), type=dict[str, list[Case]])["case"]
    except msgspec.ValidationError as error:
        raise ValueError(f"{file}: {error}") from None
