"""What uv makes of the recorded packages: those of an index resolved, those of none as wheels of their own."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packaging.utils import canonicalize_name

from jupyter_repro.environments.lock_file import Form
from jupyter_repro.environments.own_packages.made_wheels import Maker
from jupyter_repro.environments.own_packages.own_wheels import OwnWheel
from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError

_ABSENT = (
    re.compile(r"there (?:is|are) no versions? of ([\w.-]+)"),
    re.compile(r"([\w.-]+) was not found in the package registry"),
)
"""How uv says that an index does not have a package, or its version."""
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_NEVER = "python_version < '0'"
"""A marker that keeps uv from looking for a package at all."""
_MOST_TRIES = 20
_LOCAL = "+"
"""Begins what a version has behind it that was built elsewhere than for the index: `2.5.1+cpu`."""


@dataclass
class Resolution:
    """What is to be locked, in which way."""

    wanted: dict[str, str]
    """Requirement of each package that is asked of an index, by normalised name."""
    limits: dict[str, str]
    """Of all that was installed."""
    own: list[OwnWheel] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    """Name of a package that is not locked, and why, a sentence without its full stop."""

    def take_out(self, name: str, maker: Maker) -> None:
        """Lock a package by its own wheel, and what that needs of an index; leave it out where there is no wheel."""
        self.wanted.pop(name, None)
        self.limits.pop(name, None)
        try:
            self.own.append(maker.wheel(name))
        except ReproError as error:
            self.left_out[name] = error.what
        for each in maker.needs(name):
            needed = name_of(each)
            if needed and needed not in self.wanted:
                self.wanted[f"{needed} of {name}"] = each

    @property
    def taken_out(self) -> list[str]:
        """Names of the packages that no index is asked for."""
        return sorted([*(each.kept.name for each in self.own), *self.left_out])

    def resolved(self, maker: Maker, python: str, form: Form, *, what: str) -> str:
        """uv's lock of the rest. What no index has although it is installed here is taken out as well.

        Raises ReproError, which begins with `what`.
        """
        for _ in range(_MOST_TRIES):
            try:
                return compiled_text(
                    self._of_an_index(), self.limits.values(), python, form, what=what, without=self.taken_out
                )
            except UvFailed as error:
                absent = [each for each in absent_names(error.said) if self._may_go(each, maker)]
                if not absent:
                    raise
                for name in absent:
                    self.take_out(name, maker)
        raise ReproError(f"{what}: too many of its packages are on no index", "name their index: UV_INDEX=…")

    def _of_an_index(self) -> Iterator[str]:
        out = set(self.taken_out)
        yield from (each for each in self.wanted.values() if name_of(each) not in out)

    def _may_go(self, name: str, maker: Maker) -> bool:
        """Whether it is a package that was recorded, and only the index lacks it: it is there, or a local build."""
        is_known = name in self.wanted or name in self.limits
        is_real = maker.is_as_recorded(name) or _LOCAL in maker.version(name)
        return is_known and name not in self.taken_out and is_real


def absent_names(said: str) -> list[str]:
    """Normalised names of the packages that an index does not have, by what uv said."""
    found = (name for pattern in _ABSENT for name in pattern.findall(said))
    return list(dict.fromkeys(str(canonicalize_name(name.rstrip("."))) for name in found))


def name_of(requirement: str) -> str:
    """Normalised name of the package that a requirement is of; "" for none."""
    found = _NAME.match(requirement)
    return str(canonicalize_name(found[0])) if found else ""


def compiled_text(
    wanted: Iterable[str],
    limits: Iterable[str],
    python: str,
    form: Form,
    *options: str | Path,
    what: str,
    without: Sequence[str] = (),
) -> str:
    """What uv locks of what is wanted, within limits on what that needs in turn; `options` are uv's.

    Packages `without` which it is to do are not looked for, whoever needs them. Raises ReproError, which begins with
    `what`.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "wanted.txt").write_text("\n".join(wanted))
        (folder / "constraints.txt").write_text("\n".join(limits))
        output = folder / ("pylock.toml" if form == "pylock" else "requirements.txt")
        run_uv(
            "pip", "compile", folder / "wanted.txt", "--constraints", folder / "constraints.txt",
            *_left_out(without, folder),
            "--python-version", python, "--universal", "--no-header", "--no-annotate", "--quiet",
            "--format", "pylock.toml" if form == "pylock" else "requirements.txt",
            "--output-file", output,
            *(() if form == "pylock" else ("--generate-hashes",)), *options,
            what=what,
        )  # fmt: skip
        return output.read_text()


def _left_out(names: Sequence[str], folder: Path) -> tuple[str | Path, ...]:
    if not names:
        return ()
    (folder / "overrides.txt").write_text("".join(f"{name} ; {_NEVER}\n" for name in names))
    return ("--override", folder / "overrides.txt")
