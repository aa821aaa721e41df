"""Requirements that somebody wrote down for a notebook: in files beside it, and in its own cells."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from packaging.requirements import InvalidRequirement, Requirement

from jupyter_repro.collectors.packages import normalised
from jupyter_repro.environments.script_metadata import script_metadata
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import code_cells

_CONDA_NAMES = {"pytorch": "torch", "matplotlib-base": "matplotlib", "opencv": "opencv-python-headless"}
_NOT_PACKAGES = frozenset({"python", "pip", "setuptools", "wheel", "conda", "nb-conda", "anaconda"})
_PIP = re.compile(
    r"^\s*(?:[%!]\s*(?:\{?sys\.executable\}?\s+-m\s+)?pip3?|[%!]conda)\s+install\s+(.*)$", re.MULTILINE
)
_TAKES_A_VALUE = frozenset(
    {"-r", "-c", "-f", "-i", "-t", "-e", "--index-url", "--extra-index-url", "--find-links"}
)


def declared(notebook: NotebookNode, folder: Path) -> dict[str, Requirement]:
    """Distribution to its requirement: of files beside the notebook, then of its own cells, which weigh more.

    In a git repository the folders above count as well, up to its top.
    """
    found: dict[str, Requirement] = {}
    for place in reversed(_places(folder.absolute())):
        found |= _by_name(line for path in _files(place) for line in _lines_of(path))
    return found | in_cells(notebook)


def in_cells(notebook: NotebookNode) -> dict[str, Requirement]:
    """Those of `%pip install` and `!pip install` lines, and of PEP 723 metadata in a cell."""
    sources = [cell.source for _, cell in code_cells(notebook)]
    return _by_name([*_script(notebook), *(line for source in sources for line in _installed(source))])


def _installed(source: str) -> Iterator[str]:
    for line in _PIP.findall(source):
        skip = False
        for word in re.split(r"\s+", line.split(" #")[0].strip()):
            if not skip and not word.startswith("-"):
                yield word.strip("'\"")
            skip = word in _TAKES_A_VALUE


def _script(notebook: NotebookNode) -> tuple[str, ...]:
    """Of the metadata; what cannot be read counts as none."""
    with suppress(ReproError):
        found = script_metadata(notebook)
        return found.dependencies if found else ()
    return ()


def _places(folder: Path) -> list[Path]:
    """The folder, and those above it within its repository."""
    up = [folder, *folder.parents]
    top = next((index for index, place in enumerate(up) if (place / ".git").exists()), 0)
    return up[: top + 1]


def _files(folder: Path) -> Iterator[Path]:
    """What is known to hold requirements; the exact ones last, for they weigh more."""
    for pattern in (
        "setup.cfg",
        "pyproject.toml",
        "Pipfile",
        "environment*.y*ml",
        "requirements*.txt",
        "Pipfile.lock",
    ):
        yield from (path for path in sorted(folder.glob(pattern)) if path.is_file())


def _lines_of(path: Path) -> list[str]:
    """Requirements in a file; none of a file that cannot be understood: it is help, not input."""
    reader = next(read for ending, read in _READERS.items() if path.name.endswith(ending))
    try:
        return list(reader(path.read_text(encoding="utf-8", errors="replace")))
    except Exception:  # yaml, toml, json and ini each raise their own, and any shape may be in there
        return []


def _requirements(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        yield re.split(r"\s+#|\s+--", line)[0].strip()


def _conda(text: str) -> Iterator[str]:
    import yaml

    for each in yaml.safe_load(text).get("dependencies", ()):
        if isinstance(each, dict):
            yield from each.get("pip", ())
        else:
            yield _from_conda(each)


def _from_conda(text: str) -> str:
    """`defaults::pandas=0.25.1=py37_0` as `pandas==0.25.1`."""
    name, _, rest = text.rpartition("::")[2].replace(" ", "").partition("=")
    if re.search(r"[<>!~]", name) or not rest:
        return text
    version = rest.lstrip("=").split("=")[0]
    exact = version.count(".") >= 2 and "*" not in version
    return f"{name}=={version}" if exact else f"{name}=={version.rstrip('.*')}.*"


def _pipfile(text: str) -> Iterator[str]:
    yield from _table(tomllib.loads(text).get("packages", {}))


def _pipfile_lock(text: str) -> Iterator[str]:
    yield from _table(json.loads(text).get("default", {}))


def _project(text: str) -> Iterator[str]:
    document = tomllib.loads(text)
    yield from document.get("project", {}).get("dependencies", ())
    yield from _table(document.get("tool", {}).get("poetry", {}).get("dependencies", {}))


def _setup(text: str) -> Iterator[str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    yield from parser.get("options", "install_requires", fallback="").splitlines()


def _table(packages: Mapping[str, Any]) -> Iterator[str]:
    """Packages as TOML and JSON have them: a name to a version, or to a table that holds one."""
    for name, specifier in packages.items():
        version = str(specifier.get("version", "*") if isinstance(specifier, Mapping) else specifier)
        version = re.sub(r"^[\^~](?!=)", ">=", version)
        if version[:1].isdigit():
            version = f"=={version}"
        yield name if version == "*" else f"{name}{version}"


_READERS: Mapping[str, Callable[[str], Iterable[str]]] = {
    "setup.cfg": _setup,
    "pyproject.toml": _project,
    "Pipfile.lock": _pipfile_lock,
    "Pipfile": _pipfile,
    ".txt": _requirements,
    "ml": _conda,
}


def _by_name(lines: Iterable[str]) -> dict[str, Requirement]:
    """Those lines that are requirements of the index, by distribution."""
    found = {}
    for line in lines:
        try:
            requirement = Requirement(line)
        except (InvalidRequirement, TypeError):
            continue
        name = _CONDA_NAMES.get(normalised(requirement.name), normalised(requirement.name))
        if name not in _NOT_PACKAGES and not requirement.url:
            found[name] = requirement
    return found
