"""The project that a notebook belongs to, built as a wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packaging.utils import parse_wheel_filename

from jupyter_repro.digest import digest_bytes
from jupyter_repro.environments.own_packages.made_wheels import EPOCH
from jupyter_repro.environments.uv import find_uv, run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.tracked_run import Wheel

FOLDER = "wheel"
_MARKS = ("pyproject.toml", "setup.py", "setup.cfg")


def built_wheel(notebook: Path) -> tuple[Wheel, bytes]:
    """The wheel of the nearest project at or above the notebook, without its dependencies.

    Raises ReproError where there is none, or where it does not build.
    """
    project = _project(notebook.resolve().parent)
    with scratch_folder() as temporary:
        with _left_as_it_was(project):
            _build(project, Path(temporary))
        (file,) = Path(temporary).glob("*.whl")
        content = file.read_bytes()
    name, version, *_ = parse_wheel_filename(file.name)
    return Wheel(f"{FOLDER}/{file.name}", str(name), str(version), digest_bytes(content)), content


def _project(folder: Path) -> Path:
    above = (folder, *folder.parents)
    for each in above:
        if any((each / mark).is_file() and _is_package(each / mark) for mark in _MARKS):
            return each
    settings = next((each / _MARKS[0] for each in above if (each / _MARKS[0]).is_file()), None)
    raise ReproError(
        f"no package is built from {folder} or a folder above it",
        f"add [project] and [build-system] to {os.path.relpath(settings)}"
        if settings
        else "give the project a pyproject.toml with [project] and [build-system]",
    )


@contextmanager
def _left_as_it_was(project: Path) -> Iterator[None]:
    """Remove what setuptools leaves in a project and was not there before."""
    before = _left_by_a_build(project)
    try:
        yield
    finally:
        for each in _left_by_a_build(project) - before:
            shutil.rmtree(each, ignore_errors=True)


def _left_by_a_build(project: Path) -> set[Path]:
    return {path for pattern in ("build", "*.egg-info", "*/*.egg-info") for path in project.glob(pattern)}


def _is_package(mark: Path) -> bool:
    """Whether a file says how a package is built: a pyproject.toml may hold settings of tools only."""
    if mark.name != "pyproject.toml":
        return True
    text = mark.read_text(encoding="utf-8", errors="replace")
    return "[project]" in text or "[build-system]" in text


def _build(project: Path, place: Path) -> None:
    what = f"the package of {project.name} does not build"
    if find_uv():
        run_uv("build", "--quiet", "--wheel", "--out-dir", place, project, what=what, environ=EPOCH)
        return
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(place),
        str(project),
    ]
    done = subprocess.run(pip, env={**os.environ, **EPOCH}, capture_output=True, text=True, check=False)  # noqa: S603  asked for
    if done.returncode:
        raise ReproError(what, f"see why with: pip wheel --no-deps {shell_word(project)}")
