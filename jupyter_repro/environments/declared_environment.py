"""What a project's Binder files say of its environment: requirements.txt or environment.yml, and runtime.txt.

They are found as repo2docker finds them: in binder/ or .binder/ where there is one, else in the project's folder;
an environment.yml stands above a requirements.txt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from jupyter_repro.collectors.packages import normalised
from jupyter_repro.errors import UnreadableInput

_FOLDERS = ("binder", ".binder", ".")
_FILES = ("environment.yml", "requirements.txt")
_INCLUDE = re.compile(r"(?:-r|--requirement)[ =]\s*(\S+)")
_LOCAL = re.compile(r"(?:(?:-e|--editable)[ =]\s*)?(?P<path>\.[^\[\s]*)(?:\[(?P<extras>[^\]]*)\])?\s*")
_CONDA = re.compile(r"(?:[\w.-]+::)?(?P<name>[\w.-]+)\s*(?P<rest>.*)")
_OF_CONDA = {
    "matplotlib-base": "matplotlib",
    "pytorch": "torch",
    "opencv": "opencv-python",
    "py-opencv": "opencv-python",
    "msgpack-python": "msgpack",
    "pytables": "tables",
    "py-xgboost": "xgboost",
    "python-graphviz": "graphviz",
    "seaborn-base": "seaborn",
}
"""Packages that conda calls otherwise than the package index."""
_WHERE = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "extra": ""}
"""Binder and containers run on Linux, whatever the machine that asks."""


@dataclass(frozen=True)
class DeclaredEnvironment:
    """What a project says that it needs."""

    file: Path
    """Where packages are listed."""
    versions: dict[str, SpecifierSet] = field(default_factory=dict)
    """Normalised name to the versions that are allowed."""
    python: str = ""
    """Minor version, `3.11`; "" where none is said."""
    python_file: Path | None = None


def declared_environment(folder: Path) -> DeclaredEnvironment | None:
    """What is declared for notebooks in `folder`: there, or in the nearest folder above of the same repository.

    None where nothing is. Raises UnreadableInput.
    """
    for project in (folder.absolute(), *folder.absolute().parents):
        if found := _in_project(project):
            return found
        if (project / ".git").exists():
            return None
    return None


def _in_project(project: Path) -> DeclaredEnvironment | None:
    for name in _FOLDERS:
        place = project / name if name != "." else project
        for file in _FILES:
            if (place / file).is_file():
                read = _environment_yml if file == "environment.yml" else _requirements_txt
                return read(place / file)
        if name != "." and place.is_dir():
            return None  # repo2docker looks at nothing outside of it
    return None


def _requirements_txt(file: Path) -> DeclaredEnvironment:
    runtime = file.with_name("runtime.txt")
    found = re.match(r"python-(\d+\.\d+)", _text(runtime)) if runtime.is_file() else None
    python = found[1] if found else ""
    return DeclaredEnvironment(
        file, _versions(requirement_lines(file), python), python, runtime if found else None
    )


def _environment_yml(file: Path) -> DeclaredEnvironment:
    try:
        document = yaml.safe_load(_text(file))
        listed = list((document or {}).get("dependencies") or ())
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        why = " ".join(str(error).split())
        raise UnreadableInput(file, f"it is not an environment of conda ({why})") from None
    of_conda = dict(_conda(str(each)) for each in listed if isinstance(each, str))
    pips = [line for each in listed if isinstance(each, dict) for line in each.get("pip") or ()]
    python = _minor(of_conda.pop("python", SpecifierSet()))
    of_pip = _versions(_expanded(map(str, pips), file), python)
    return DeclaredEnvironment(file, {**of_conda, **of_pip}, python, file if python else None)


def _minor(python: SpecifierSet) -> str:
    pinned = (re.match(r"\d+\.\d+", each.version) for each in python if each.operator in {"==", "~="})
    return next((found[0] for found in pinned if found), "")


def _conda(spec: str) -> tuple[str, SpecifierSet]:
    """Name and versions of one of conda's match specifications: `numpy=1.26`, `pandas >=2,<3`, `scipy=1.1=py39_0`."""
    found = _CONDA.fullmatch(spec.strip())
    if found is None:
        return normalised(spec), SpecifierSet()
    name = normalised(found["name"])
    return _OF_CONDA.get(name, name), _conda_versions(found["rest"].strip())


def _conda_versions(rest: str) -> SpecifierSet:
    if exact := re.fullmatch(r"(=?)\s*(\d[\w.!+]*?)(\.?\*)?(?:[ =]\S+)?", rest):
        fuzzy = exact[1] or exact[3]
        rest = f"=={exact[2]}.*" if fuzzy else f"=={exact[2]}"
    try:
        return SpecifierSet(rest)
    except InvalidSpecifier:  # what cannot be read forbids nothing
        return SpecifierSet()


def requirement_lines(file: Path) -> Iterator[str]:
    """Requirements of a file and of those that it includes, each on one line, without options and comments."""
    text = _text(file).replace("\\\r\n", " ").replace("\\\n", " ")
    yield from _expanded(text.splitlines(), file)


def _expanded(lines: Iterable[str], file: Path) -> Iterator[str]:
    for line in lines:
        plain = re.sub(r"(?:^|\s)(?:#|--hash[= ]).*", "", line).strip()
        if included := _INCLUDE.fullmatch(plain):
            yield from requirement_lines(file.parent / included[1])
        elif local := _LOCAL.fullmatch(plain):
            yield from _of_project(file.parent / local["path"], local["extras"] or "")
        elif plain and not plain.startswith("-"):
            yield plain


def _of_project(folder: Path, extras: str) -> Iterator[str]:
    """What a local project needs: it is listed with it. repo2docker installs from the repository's root."""
    for place in (folder, folder.parent):
        if (place / "pyproject.toml").is_file():
            project = _project_table(place / "pyproject.toml")
            optional = project.get("optional-dependencies", {})
            yield from project.get("dependencies", ())
            for extra in filter(None, extras.replace(" ", "").split(",")):
                yield from optional.get(extra, ())
            return


def _project_table(file: Path) -> dict[str, Any]:
    try:
        return dict(tomllib.loads(_text(file)).get("project", {}))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(file, str(error)) from None


def _versions(lines: Iterable[str], python: str) -> dict[str, SpecifierSet]:
    """Normalised name to versions; of several lines for one package, all must hold."""
    found: dict[str, SpecifierSet] = {}
    for requirement in filter(None, map(_requirement, lines)):
        if _holds(requirement, python):
            name = normalised(requirement.name)
            found[name] = found.get(name, SpecifierSet()) & requirement.specifier
    return found


def _requirement(line: str) -> Requirement | None:
    try:
        return Requirement(line)
    except InvalidRequirement:  # an address or a wheel: its line does not name the package
        return None


def _holds(requirement: Requirement, python: str) -> bool:
    where = {**_WHERE, **({"python_version": python, "python_full_version": f"{python}.0"} if python else {})}
    return requirement.marker is None or requirement.marker.evaluate(where)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(file, getattr(error, "strerror", None) or str(error)) from None
