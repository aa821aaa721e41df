"""Running a notebook in an environment of its past, in a copy of its folder, and comparing with its stored outputs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from nbformat import NotebookNode

from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.executing.plan import Interpreter
from jupyter_repro.recording.data.watched_folders import FileWatch
from jupyter_repro.records.snapshot import Context
from jupyter_repro.rescuing.scratch_copy import copied_folder, opened_files
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.isolated_verification import Limits, isolated_interpreter


@dataclass(frozen=True)
class RescueRun:
    """What came of one."""

    verdict: Verdict
    files: tuple[str, ...]
    """Names of the files beside the notebook that were opened, as far as the system tells."""


def run_in(
    path: Path,
    notebook: NotebookNode,
    lock: Lock,
    place: Path,
    wheels: Sequence[Path] = (),
    timeout: float | None = None,
) -> RescueRun:
    """Run a copy of the notebook at `path` below `place` in the environment of the lock, with these wheels."""
    place.mkdir(parents=True)
    copy = copied_folder(path, notebook, place)
    interpreter = _unable_to_install(isolated_interpreter(lock, wheels, Context(), place, Limits()))
    watch = FileWatch(str(copy.parent), lambda _trouble: None)
    watch.begin()
    verdict = one.verify(copy, one.Options(timeout=timeout, interpreter=interpreter, mark=False))
    opened, written = watch.opened()
    files = opened_files(opened, written, copy.parent, path.absolute().parent)
    return RescueRun(
        _of_the_notebook(path, copy, verdict), tuple(name for name in files if name != path.name)
    )


def _of_the_notebook(path: Path, copy: Path, verdict: Verdict) -> Verdict:
    """The verdict of a copy, as one of the notebook itself, also in its remedies."""
    said, meant = (json.dumps(str(each))[1:-1].encode() for each in (copy, path))
    return msgspec.json.decode(msgspec.json.encode(verdict).replace(said, meant), type=Verdict)


def _unable_to_install(interpreter: Interpreter) -> Interpreter:
    """A cell of the notebook that installs packages changes neither this environment nor the machine's."""
    environ = {
        name: value for name, value in interpreter.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return replace(interpreter, environ={**environ, "PIP_REQUIRE_VIRTUALENV": "1", "PIP_NO_INDEX": "1"})


def version_of(python: Path) -> str:
    """Version of an interpreter, `3.7.16`."""
    program = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-c", program], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603  an environment that we built
