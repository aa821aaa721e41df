"""What another tool's lock lists for this platform, and the part of PyPI's packages as a lock by PEP 751."""

from __future__ import annotations

import json
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.errors import ReproError, UnreadableInput

_SYSTEMS = {"Linux": "linux", "Darwin": "osx", "Windows": "win"}
_MACHINES = {"x86_64": "64", "AMD64": "64", "arm64": "arm64", "aarch64": "aarch64"}
_WHEEL = ".whl"
_BESIDE_PYTHON = frozenset({"python_abi", "pip", "setuptools", "wheel", "tzdata"})
"""What conda installs with Python itself."""


class ListedPackage(NamedTuple):
    """One package of a lock."""

    name: str
    version: str
    is_of_conda: bool
    place: str = ""
    """Of a package of PyPI: its address, or a path relative to the lock."""
    sha256: str = ""
    needs_python: bool = False
    """Of a package of conda: whether it is one for Python."""


def conda_platform() -> str:
    """What conda calls this platform: `linux-64`."""
    system, machine = platform.system(), platform.machine()
    return f"{_SYSTEMS.get(system, system.lower())}-{_MACHINES.get(machine, machine.lower())}"


def document_of(path: Path) -> dict[str, Any]:
    """The YAML of a lock; raises UnreadableInput."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is there
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506  both of them are safe
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise UnreadableInput(path, str(error).partition("\n")[0], _AGAIN) from None
    if not isinstance(document, dict):
        raise UnreadableInput(path, "it is no lock", _AGAIN)
    return document


def tables_in(value: Any) -> list[Mapping[str, Any]]:
    """The tables of a list; none of what is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def check_has_platform(path: Path, platforms: Collection[str], addition: str) -> None:
    """Raise ReproError for a lock that has nothing for this platform; `addition` is the command that adds one."""
    here = conda_platform()
    if here not in platforms:
        others = ", ".join(sorted(platforms)) or "no platform"
        raise ReproError(
            f"{path} has the packages of {others} alone, and this is {here}",
            f"add it: {addition.format(here)}",
        )


def of_python_in_conda(packages: Iterable[ListedPackage]) -> tuple[str, ...]:
    """The packages for Python that come from conda, which uv does not install."""
    return tuple(each.name for each in packages if each.needs_python and each.name not in _BESIDE_PYTHON)


def pylock_text(packages: Iterable[ListedPackage], folder: Path) -> str:
    """The packages of PyPI as a lock by PEP 751; `folder` is that of the lock. The project itself is not among them."""
    of_pypi = (each for each in packages if not each.is_of_conda and _is_archive(each.place))
    blocks = ["\n".join(_block(each, folder)) for each in of_pypi]
    return "\n\n".join(['lock-version = "1.0"\ncreated-by = "jupyter-repro"', *blocks]) + "\n"


def _is_archive(place: str) -> bool:
    return parse_address(place).is_url or place.endswith(_WHEEL)


def _block(package: ListedPackage, folder: Path) -> Iterator[str]:
    yield "[[packages]]"
    yield f"name = {json.dumps(package.name)}"
    if package.version:
        yield f"version = {json.dumps(package.version)}"
    is_url = parse_address(package.place).is_url
    place = package.place if is_url else str((folder / package.place).resolve())
    hashes = f", hashes = {{ sha256 = {json.dumps(package.sha256)} }}" if package.sha256 else ""
    file = f"{{ {'url' if is_url else 'path'} = {json.dumps(place)}{hashes} }}"
    yield f"wheels = [{file}]" if place.endswith(_WHEEL) else f"sdist = {file}"


_AGAIN = "write it again with the tool that it is of"
