"""Building the environment of a lock once, and keeping it: a folder for each lock's digest in this user's cache."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path

from jupyter_repro.digest import digest_file, digest_text, digits_of
from jupyter_repro.environments.built_once import built_once, is_complete
from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.own_packages.own_wheels import (
    package_of,
    without_pylock,
    without_requirements,
)
from jupyter_repro.environments.platform_files import platform_here
from jupyter_repro.environments.pyenv import found_pythons
from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.cache_folder import cache_folder

_REBUILT = (
    "what is installed here already was not touched; verify without --isolated compares on this environment"
)


class Sources(Enum):
    """What the packages of an environment may come from."""

    ANY = "as the lock says, packages that are built from source among them"
    WHEELS = "wheels alone: to build a package is to run its code"
    OWN_INDEX = (
        "wheels alone, of this user's own index, with the digests of the lock: the lock is a stranger's"
    )


def environment_of(lock: Lock, wheels: Sequence[Path] = (), sources: Sources = Sources.ANY) -> Path:
    """The Python of the environment that `lock` describes, with the wheels of local packages; built where it is new.

    One that was built from other `sources` is not taken. Raises ReproError for a Python that is not available, and for
    packages that cannot be installed.
    """
    folder = _folder_of(lock, wheels, sources)
    with built_once(folder) as missing:
        if missing:
            build(folder, lock, wheels, sources)
    return python_in(folder)


def has_environment(lock: Lock, wheels: Sequence[Path] = (), sources: Sources = Sources.ANY) -> bool:
    """Whether that environment is built already."""
    return is_complete(_folder_of(lock, wheels, sources))


def _folder_of(lock: Lock, wheels: Sequence[Path], sources: Sources) -> Path:
    others = () if sources is Sources.ANY else (sources.name,)
    key = digest_text(
        "\n".join([lock.digest, lock.python, platform_here(), *map(digest_file, wheels), *others])
    )
    return cache_folder() / "environments" / digits_of(key, 24)


def build(folder: Path, lock: Lock, wheels: Sequence[Path] = (), sources: Sources = Sources.ANY) -> Path:
    """Build that environment in a folder, in place of what is there; its Python. Raises as `environment_of` does."""
    _check_buildable(lock)
    python = create(folder, lock.python)
    _install(python, _of_an_index(lock, wheels), folder, sources)
    if wheels:
        what = "the local packages cannot be installed"
        run_uv("pip", "install", "--quiet", "--python", python, "--no-deps", *wheels, what=what)
    return python


def _check_buildable(lock: Lock) -> None:
    if lock.by_conda:
        first, *more = lock.by_conda
        names = f"{first} and {len(more)} more come" if more else f"{first} comes"
        raise ReproError(
            f"the environment of {lock.made_of} cannot be built by uv: {names} from conda",
            f"build it with: {lock.instead}; and verify in it without --isolated",
        )
    if lock.platform not in {"", platform_here()}:
        raise ReproError(
            f"{lock.path} has the files of {lock.platform} alone, and this is {platform_here()}",
            "write it for all platforms where the notebook was recorded: lock-files = 'all' in [tool.jupyter-repro]",
        )


def _of_an_index(lock: Lock, wheels: Sequence[Path]) -> Lock:
    """The lock without the packages that are installed from their own wheels."""
    names = {each.name for each in lock.wheels} & {package_of(wheel.name) for wheel in wheels}
    without = without_pylock if lock.form == "pylock" else without_requirements
    return replace(lock, content=without(lock.content.decode(), names).encode()) if names else lock


def create(folder: Path, version: str) -> Path:
    """A new virtual environment with this Python, `3.11.7`, or another one of the same minor version.

    Raises ReproError where uv neither finds nor fetches one.
    """
    minor = ".".join(version.split(".")[:2])
    what = f"no environment with Python {minor} can be made"
    here = {"UV_PYTHON_DOWNLOADS": "never"}
    places: list[str | Path] = [version, *found_pythons(version), minor]
    for wanted in places:
        with suppress(UvFailed):
            run_uv("venv", "--quiet", "--clear", "--python", wanted, folder, what=what, environ=here)
            return python_in(folder)
    run_uv("venv", "--quiet", "--clear", "--python", minor, folder, what=what)
    return python_in(folder)


def python_in(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _install(python: Path, lock: Lock, folder: Path, sources: Sources) -> None:
    if sources is Sources.OWN_INDEX:
        lock = own_index_lock(lock)
    # uv tells the format by the name
    copy = folder / ("pylock.toml" if lock.form == "pylock" else "requirements.txt")
    copy.write_bytes(lock.content)
    is_hashed = lock.hashed and lock.form == "requirements" and b" @ git+" not in lock.content
    options = [*(("--require-hashes",) if is_hashed else ()), *tools_of(lock.asof)]
    if sources is not Sources.ANY:
        options += ["--no-build"]
    try:
        what = f"the environment of {lock.path} cannot be rebuilt"
        run_uv("pip", "sync", "--quiet", "--python", python, *options, copy, what=what, folder=folder)
    except UvFailed as error:
        remedy = _REBUILT if sources is Sources.ANY else f"it is made of {sources.value}"
        raise UvFailed(error.what, error.remedy or remedy, error.said) from None


def own_index_lock(lock: Lock) -> Lock:
    """The lock without the addresses that it names; raises ReproError for a package that no index has."""
    packages = packages_of(lock)
    if elsewhere := [each.name for each in packages if each.address or not each.hashes]:
        raise ReproError(
            f"the environment of {lock.path} cannot be rebuilt: {', '.join(elsewhere)} comes from no index, and a "
            "stranger's lock is not followed elsewhere",
            "if you trust it, put --trust in front: jupyter repro --trust verify …",
        )
    lines = (" ".join([each.requirement, *(f"--hash={one}" for one in each.hashes)]) for each in packages)
    return replace(lock, form="requirements", content="\n".join(lines).encode())


def tools_of(asof: str) -> tuple[str, ...]:
    """uv's options that build packages with tools of that day: newer ones do not understand old packages.

    setuptools 57 is the newest that translates Python 2, and new enough for uv.
    """
    day = max(asof, _LAST_TRANSLATING)
    tools = ("setuptools", "wheel", "cython") if asof else ()
    return tuple(word for tool in tools for word in ("--exclude-newer-package", f"{tool}={day}"))


_LAST_TRANSLATING = "2021-09-01"
