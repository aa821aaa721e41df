"""Lock files that were written here: where they lie, what stands at their top, and reading them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_repro.digest import Digest, digest_bytes
from jupyter_repro.environments.own_packages.own_wheels import (
    KeptWheel,
    OwnWheel,
    kept_in_pylock,
    kept_in_requirements,
    pylock_note,
    requirements_note,
)
from jupyter_repro.errors import UnreadableInput

Form = Literal["pylock", "requirements"]

SUFFIXES: dict[Form, str] = {"pylock": ".pylock.toml", "requirements": ".requirements.txt"}
_PYTHON = re.compile(r"^# python (\d+\.\d+\.\d+)$", re.MULTILINE)
_ASOF = re.compile(r"^# as of (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_TOOL = "[tool.jupyter-repro]\npython = "


@dataclass(frozen=True)
class Lock:
    """A lock file that was read."""

    path: Path
    form: Form
    python: str
    """Version, `3.11.7`."""
    content: bytes
    asof: str = ""
    """Day of which the packages are: what is built from source is built with tools of that day."""
    wheels: tuple[KeptWheel, ...] = ()
    """Of packages that no index has."""
    platform: str = ""
    """`Linux x86_64`, where it has the files of that alone; "" for all."""
    hashed: bool = True
    """Whether requirements are installed only from files with the digests that stand there."""
    made_of: Path | None = None
    """The project's lock of another kind that it was made of."""
    by_conda: tuple[str, ...] = ()
    """Packages for Python that the lock which it was made of takes from conda: they are not in it."""
    instead: str = ""
    """The command that builds the whole environment, conda's packages among it."""

    @property
    def digest(self) -> Digest:
        """Of the file's content."""
        return digest_bytes(self.content)


def lock_path(notebook: str | Path, form: Form) -> Path:
    """Where the lock of a notebook lies."""
    return Path(notebook).with_suffix(SUFFIXES[form])


def read_lock(path: Path, form: Form) -> Lock:
    """A lock file; raises UnreadableInput for one that is damaged, or that does not say which Python it is for."""
    try:
        content = path.read_bytes()
        return (_of_pylock if form == "pylock" else _of_requirements)(path, content, content.decode())
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        AttributeError,
        TypeError,
        RecursionError,
    ) as error:
        raise UnreadableInput(path, f"it is not a lock file of ours ({error})", _AGAIN) from None


def _of_pylock(path: Path, content: bytes, text: str) -> Lock:
    table = tomllib.loads(text)["tool"]["jupyter-repro"]
    return Lock(
        path,
        "pylock",
        str(table["python"]),
        content,
        str(table.get("asof", "")),
        kept_in_pylock(table),
        str(table.get("platform", "")),
    )


def _of_requirements(path: Path, content: bytes, text: str) -> Lock:
    python, asof = _PYTHON.search(text), _ASOF.search(text)
    if not python:
        raise KeyError("# python")
    day = asof[1] if asof else ""
    return Lock(path, "requirements", python[1], content, day, kept_in_requirements(text))


def is_ours(path: Path, form: Form) -> bool:
    """Whether a lock that was written here lies there; a name that is too long is none."""
    try:
        return path.is_file() and bool(read_lock(path, form))
    except (OSError, UnreadableInput):
        return False


def is_somebody_elses(path: Path, form: Form) -> bool:
    """Whether something lies there that was not written here."""
    try:
        return os.path.lexists(path) and not is_ours(path, form)
    except OSError:
        return False


def with_header(
    content: str,
    python: str,
    form: Form,
    asof: str = "",
    own: Sequence[OwnWheel] = (),
    platform: str = "",
    more: str = "",
) -> str:
    """What uv locked, with the Python that it is for, the day of its packages, its platform, and own wheels.

    `more` are lines of TOML for our table.
    """
    if form == "pylock":
        day = f'asof = "{asof}"\n' if asof else ""
        here = f'platform = "{platform}"\n' if platform else ""
        return f'{content.rstrip()}\n\n{_TOOL}"{python}"\n{day}{here}{more}{pylock_note(own)}'
    day = f"# as of {asof}\n" if asof else ""
    return f"# python {python}\n{day}{requirements_note(own)}{content}"


_AGAIN = "write it again with: jupyter repro snapshot NOTEBOOK"
