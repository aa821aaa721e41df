"""Building the environment of a lock once, and keeping it: a folder for each lock's digest in this user's cache."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path

from jupyter_repro.digest import digest_file, digest_text, digits_of
from jupyter_repro.environments.lock import Lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.pyenv import found_pythons
from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError

_COMPLETE = ".complete"
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


def cache_folder() -> Path:
    """Where environments are kept: below JUPYTER_REPRO_CACHE, or this user's cache folder."""
    from platformdirs import user_cache_path

    named = os.environ.get("JUPYTER_REPRO_CACHE")
    return Path(named) if named else user_cache_path("jupyter-repro")


def environment_of(lock: Lock, wheels: Sequence[Path] = (), sources: Sources = Sources.ANY) -> Path:
    """The Python of the environment that `lock` describes, with the wheels of local packages; built where it is new.

    One that was built from other `sources` is not taken. Raises ReproError for a Python that cannot be had, and for
    packages that cannot be installed.
    """
    others = () if sources is Sources.ANY else (sources.name,)
    wheel_digests = map(digest_file, wheels)
    key = digest_text("\n".join([lock.digest, _platform(), *wheel_digests, *others]))
    folder = cache_folder() / "environments" / digits_of(key, 24)
    with built_once(folder) as missing:
        if missing:
            python = create(folder, lock.python)
            _install(python, lock, folder, sources)
            if wheels:
                what = "the local packages cannot be installed"
                run_uv("pip", "install", "--quiet", "--python", python, "--no-deps", *wheels, what=what)
    return python_in(folder)


def create(folder: Path, version: str) -> Path:
    """A new virtual environment with this Python, `3.11.7`, or another one of the same minor version.

    Raises ReproError where uv neither finds nor fetches one.
    """
    minor = ".".join(version.split(".")[:2])
    what = f"there is no Python {minor}"
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
    is_hashed = lock.form == "requirements" and b" @ git+" not in lock.content
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


@contextmanager
def built_once(folder: Path) -> Iterator[bool]:
    """Whether the caller is to build the folder; nobody else builds it meanwhile, and a half of one is removed."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        marker = folder.with_suffix(_COMPLETE)
        missing = not marker.exists()
        if missing:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            yield missing
            marker.touch()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _platform() -> str:
    return f"{platform.system()} {platform.machine()}"
