"""The forms that an environment is handed on in: pure functions from what is exported to the text of files."""

from __future__ import annotations

import json
import shlex
from collections.abc import Container, Mapping
from dataclasses import dataclass

from jupyter_repro.environments.locked_packages import LockedPackage
from jupyter_repro.environments.script_metadata import metadata_block

_CONTINUED = " \\\n    "


@dataclass(frozen=True)
class Exported:
    """An environment, whichever form it is written in."""

    python: str
    """Version, `3.11.7`."""
    packages: tuple[LockedPackage, ...]
    environment: Mapping[str, str]
    """Variables that must be set before Python starts."""

    @property
    def minor(self) -> str:
        """Version of Python without its last part."""
        return ".".join(self.python.split(".")[:2])

    @property
    def hashed(self) -> bool:
        """Whether every file has a hash: pip takes none where one package comes from a repository."""
        return all(package.hashes for package in self.packages)


def requirements_text(exported: Exported) -> str:
    """A requirements file for pip: exact versions with hashes, no download addresses."""
    lines = [f"# python {exported.python}"]
    for package in exported.packages:
        hashes = [f"--hash={each}" for each in package.hashes] if exported.hashed else []
        lines.append(_CONTINUED.join([package.requirement, *hashes]))
    return "\n".join(lines) + "\n"


def conda_text(exported: Exported, name: str) -> str:
    """An environment.yml: Python from conda, the packages by pip as they were locked."""
    lines = [f"name: {json.dumps(name)}", "channels:", "  - conda-forge", "dependencies:"]
    lines += [f"  - python={exported.python}", "  - pip", "  - pip:"]
    lines += [f"      - {json.dumps(package.requirement)}" for package in exported.packages]
    return "\n".join(lines) + "\n"


def dockerfile_text(exported: Exported, requirements: str, notebooks: list[str], ours: str) -> str:
    """A Dockerfile whose container verifies the notebooks; `ours` is how jupyter-repro is installed."""
    variables = [f"{name}={json.dumps(value)}" for name, value in sorted(exported.environment.items())]
    hashes = "--require-hashes " if exported.hashed else ""
    return "\n".join(
        [
            f"FROM python:{exported.python}-slim",
            *([f"ENV {_CONTINUED.join(variables)}"] if variables else []),
            "WORKDIR /project",
            f"COPY {json.dumps([requirements, 'requirements.lock'])}",
            f"RUN python -m pip install --no-cache-dir {hashes}--requirement requirements.lock",
            "COPY . .",
            f"RUN python -m pip install --no-cache-dir {shlex.quote(ours)}",
            f"CMD {json.dumps(['jupyter', 'repro', 'verify', *notebooks])}",
            "",
        ]
    )


def binder_files(exported: Exported, ours: str) -> dict[str, str]:
    """The files of a folder binder/ that repo2docker builds and opens the project with."""
    exports = [f"export {name}={shlex.quote(value)}" for name, value in sorted(exported.environment.items())]
    install = [f"python -m pip install --no-cache-dir {shlex.quote(ours)}"]
    install.append("jupyter repro kernel install --sys-prefix")
    return {
        "requirements.txt": requirements_text(exported),
        "runtime.txt": f"python-{exported.minor}\n",
        "postBuild": "\n".join(["#!/bin/sh", "set -eu", *install, ""]),
        "start": "\n".join(["#!/bin/sh", *exports, 'exec "$@"', ""]),
    }


def pep723_text(exported: Exported, names: Container[str]) -> str:
    """Script metadata with the packages of these names pinned; what they need in turn an installer finds."""
    wanted = [each.requirement for each in exported.packages if each.name in names]
    return metadata_block(f"=={exported.minor}.*", wanted)
