"""Packages of no index in a lock: wheels by their digest, which are kept as data is, and commits of a repository."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name, parse_wheel_filename

from jupyter_repro.digest import Digest

FOLDER = "wheels"
"""Where a lock has them, as seen from itself."""
_BLOCK = "[[packages]]\n"
_NAME = re.compile(r'^name = "([^"]+)"$', re.MULTILINE)
_NOTE = re.compile(r"^# wheel (\S+\.whl) (blake3:[0-9a-f]{64})$", re.MULTILINE)
_LINE = re.compile(r"(?:\./)?wheels/(\S+?\.whl)\b|([A-Za-z0-9][\w.-]*) @ git\+")


@dataclass(frozen=True, order=True)
class KeptWheel:
    """A wheel that a lock names."""

    file: str
    """Its name."""
    digest: Digest

    @property
    def name(self) -> str:
        """Of the package, normalised."""
        return package_of(self.file)


@dataclass(frozen=True)
class OwnWheel:
    """A wheel of a package that no index has."""

    path: Path
    version: str
    digest: Digest
    sha256: str
    size: int
    """Bytes."""
    address: str = ""
    """Of the repository that it was installed from; "" for none."""
    commit: str = ""

    @property
    def kept(self) -> KeptWheel:
        """As the lock names it."""
        return KeptWheel(self.path.name, self.digest)

    @property
    def requirement(self) -> str:
        """As pip and uv write it in a lock beside which its folder lies."""
        if self.commit:
            return f"{self.kept.name} @ git+{self.address}@{self.commit}"
        return f"./{FOLDER}/{self.path.name} \\\n    --hash=sha256:{self.sha256}"


def package_of(file: str) -> str:
    """Normalised name of the package in a wheel; the file's own where that is no wheel's."""
    try:
        return str(parse_wheel_filename(file)[0])
    except ValueError:
        return file


def with_own(text: str, form: str, own: Sequence[OwnWheel]) -> str:
    """What uv locked, in the form `pylock` or `requirements`, with these packages."""
    if form == "pylock":
        return with_own_pylock(text, own)
    return "".join([text, *(f"{each.requirement}\n" for each in sorted(own, key=lambda each: each.kept))])


def with_own_pylock(text: str, own: Sequence[OwnWheel]) -> str:
    """The text of a pylock.toml with these packages among the others, in the order of their names."""
    head, *blocks = text.split(_BLOCK)
    every = sorted([*blocks, *map(_block, own)], key=_name_in)
    return _BLOCK.join([head, *(f"{block.rstrip()}\n\n" for block in every)]).rstrip() + "\n"


def pylock_note(own: Sequence[OwnWheel]) -> str:
    """What the table of ours has of them."""
    lines = (
        f'"{each.kept.file}" = "{each.kept.digest}"\n' for each in sorted(own, key=lambda each: each.kept)
    )
    return f"\n[tool.jupyter-repro.wheels]\n{''.join(lines)}" if own else ""


def requirements_note(own: Sequence[OwnWheel]) -> str:
    """What the comments at the top have of them."""
    return "".join(f"# wheel {each.file} {each.digest}\n" for each in sorted(one.kept for one in own))


def kept_in_pylock(table: Mapping[str, Any]) -> tuple[KeptWheel, ...]:
    """The wheels that our table in a pylock.toml names; raises AttributeError where it is of another shape."""
    return tuple(
        KeptWheel(str(file), str(digest))
        for file, digest in sorted(table.get("wheels", {}).items())
        if _is_plain(file)
    )


def kept_in_requirements(text: str) -> tuple[KeptWheel, ...]:
    """The wheels that a requirements file names."""
    return tuple(sorted(KeptWheel(*found) for found in _NOTE.findall(text) if _is_plain(found[0])))


def without_pylock(text: str, names: Collection[str]) -> str:
    """The text of a pylock.toml without the packages of these names."""
    head, *blocks = text.split(_BLOCK)
    return _BLOCK.join(
        [head, *(block for block in blocks if canonicalize_name(_name_in(block)) not in names)]
    )


def without_requirements(text: str, names: Collection[str]) -> str:
    """The lines of a requirements file without the packages of these names, and their hashes."""
    return "\n".join(_other_lines(text.splitlines(), names)) + "\n"


def _other_lines(lines: Sequence[str], names: Collection[str]) -> Iterator[str]:
    is_left_out = False
    for line in lines:
        if not line.startswith(" "):
            found = _LINE.match(line)
            name = found and (package_of(found[1]) if found[1] else canonicalize_name(found[2]))
            is_left_out = bool(name) and name in names
        if not is_left_out:
            yield line


def _block(own: OwnWheel) -> str:
    """One package of a pylock.toml, by PEP 751."""
    where = (
        f'vcs = {{ type = "git", url = "{own.address}", commit-id = "{own.commit}" }}'
        if own.commit
        else f'archive = {{ path = "{FOLDER}/{own.path.name}", size = {own.size}, '
        f'hashes = {{ sha256 = "{own.sha256}" }} }}'
    )
    return f'name = "{own.kept.name}"\nversion = "{own.version}"\n{where}\n'


def _name_in(block: str) -> str:
    found = _NAME.search(block)
    return found[1] if found else ""


def _is_plain(file: str) -> bool:
    """Whether it names a file and no path: a lock may be a stranger's."""
    return Path(file).name == file and file.endswith(".whl")
