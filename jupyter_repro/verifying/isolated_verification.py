"""Verifying with nothing of this machine but its hardware and operating system.

The notebook runs in a copy of the files that its snapshot names, in the environment of its lock, with a home and a
temporary folder of its own, and with no environment variable but those that were recorded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import msgspec

from jupyter_repro.addresses.secret_words import is_secret
from jupyter_repro.environments.built_environments import Sources, environment_of
from jupyter_repro.environments.local_wheels import own_wheels
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.environments.recorder_folder import recorder_for
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Interpreter
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.environment_reads import NOT_SET
from jupyter_repro.records.snapshot import Context
from jupyter_repro.sandbox.command import sandbox_here, sandboxed
from jupyter_repro.sandbox.view import view_of
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.trust.trusted_projects import is_trusted
from jupyter_repro.verdicts import Cause, ContextChange, Verdict
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.project_files import Project, copied, project_of, scratch

_OF_THE_MACHINE = (
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"),
    *("OPENBLAS_CORETYPE", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS", "NPY_DISABLE_CPU_FEATURES"),
)
"""Variables that say what the machine is like: which of its instructions are used, where its libraries lie."""
_WITHOUT_NETWORK = (
    ("unshare", "--user", "--map-current-user", "--net", "--"),
    ("bwrap", "--dev-bind", "/", "/", "--unshare-net", "--"),
)


def verify_isolated(
    path: Path,
    options: one.Options,
    *,
    network: bool = True,
    project: Project | None = None,
    wheels: Path | None = None,
    sandbox: bool = False,
    own_environment: bool = False,
) -> Verdict:
    """Verify a notebook in a copy of its project and in the environment of its lock, or in that of this process.

    In a `sandbox` it sees nothing else of the machine. A bundle brings its `project`, and a folder of `wheels`; else
    they are found and built here. For a bundle that is not trusted, no package is built, none is downloaded from
    an address that its lock names, and no secret variable reaches its kernel.

    Raises ReproError where it has no snapshot or no lock, and where the environment cannot be rebuilt.
    """
    snapshot = load_snapshot(path)
    if snapshot is None:
        raise ReproError(
            f"{path} has no snapshot", f"record one with: jupyter repro snapshot {shell_word(path)}"
        )
    lock = None if own_environment else find_lock(path)
    if lock is None and not own_environment:
        raise ReproError(
            f"{path} has no lock, so that its environment cannot be rebuilt", _LOCK.format(shell_word(path))
        )
    project = project or project_of(path, snapshot)
    with scratch() as folder:
        notebook = copied(project, folder)
        trusted = wheels is None or is_trusted(path.absolute().parent)
        limits = Limits(network, trusted, sandbox)
        if lock is None:
            interpreter = own_interpreter(snapshot.context, folder, limits)
        else:
            packed = (
                own_wheels(lock, snapshot.context, path.absolute().parent, folder / "wheels")
                if wheels is None
                else sorted(wheels.glob("*.whl"))
            )
            interpreter = isolated_interpreter(lock, packed, snapshot.context, folder, limits)
        verdict = one.verify(notebook, replace(options, interpreter=interpreter, mark=False))
    if options.notes(verdict.status):
        one.note_outcome(path, snapshot, verdict.status)
    verdict = of_the_notebook(str(path), verdict, str(notebook))
    return as_of(verdict, lock, project.outside, sandbox=sandbox)


@dataclass(frozen=True)
class Limits:
    """What a notebook in isolation may use."""

    network: bool = True
    trusted: bool = True
    """Whether its packages may be built from source, and its kernel may see secrets that it was recorded with."""
    sandbox: bool = False
    """Whether it sees nothing of the machine but its copy and its packages."""

    @property
    def sources(self) -> Sources:
        """What its environment is made of."""
        if not self.trusted:
            return Sources.OWN_INDEX
        return Sources.ANY if self.network else Sources.WHEELS


def isolated_interpreter(
    lock: Lock, wheels: Sequence[Path], context: Context, folder: Path, limits: Limits
) -> Interpreter:
    """The Python of the lock's environment, with a home and a temporary folder below `folder`."""
    python = environment_of(lock, wheels, limits.sources)
    return _interpreter(python, recorder_for(lock.python), context, folder, limits)


def own_interpreter(context: Context, folder: Path, limits: Limits) -> Interpreter:
    """The Python of this process, otherwise the same."""
    recorder = Path(str(files("jupyter_repro"))).parent
    return _interpreter(Path(sys.executable), recorder, context, folder, limits)


def _interpreter(
    python: Path, recorder: Path | None, context: Context, folder: Path, limits: Limits
) -> Interpreter:
    environ = kernel_variables(python, context, folder, limits)
    if limits.sandbox:
        before = sandboxed(view_of(python, recorder, folder))
        environ = {**environ, "MPLCONFIGDIR": str(folder / "tmp" / "matplotlib")}
        environ["JUPYTER_REPRO_CACHE"] = str(folder / "tmp" / "cache")
    else:
        before = () if limits.network else without_network()
    return Interpreter(python=python, environ=environ, recorder=recorder, before=before, scratch=folder)


def kernel_variables(python: Path, context: Context, folder: Path, limits: Limits) -> Mapping[str, str]:
    """All variables of the kernel's environment: of the machine, and those that the notebook was recorded with."""
    for name in ("home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    recorded = (name for name, value in context.variables.items() if value != NOT_SET)
    set_here = {name: os.environ[name] for name in recorded if name in os.environ}
    public = {name: value for name, value in set_here.items() if limits.trusted or not is_secret(name, value)}
    kept = {**{name: os.environ[name] for name in _OF_THE_MACHINE if name in os.environ}, **public}
    return {
        **kept,
        "PATH": os.pathsep.join([str(python.parent), os.defpath]),
        "HOME": str(folder / "home"),
        "USERPROFILE": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "VIRTUAL_ENV": str(python.parent.parent),
        # its list of fonts takes seconds to make, and is the same for each run of one environment
        "MPLCONFIGDIR": str(python.parent.parent / "matplotlib"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def without_network() -> tuple[str, ...]:
    """The command before a command that takes the network from it. Raises ReproError where the system has none."""
    for command in _WITHOUT_NETWORK:
        if shutil.which(command[0]) and _works(*command, "true"):
            return command
    raise ReproError("this system does not let a program be run without network", _BUBBLEWRAP)


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603  ours


def as_of(verdict: Verdict, lock: Lock | None, outside: tuple[str, ...], *, sandbox: bool = False) -> Verdict:
    """The verdict with how it was run."""
    packages = f"Python {lock.python} and the packages of {lock.path.name}" if lock else "the packages here"
    where = f"in a sandbox of {sandbox_here()}, " if sandbox else ""
    notes = [f"run on {packages}, {where}in a copy of the project"]
    if outside and sandbox:
        notes.append(f"not part of the copy, and not there in the sandbox: {', '.join(outside[:5])}")
    elif outside:
        notes.append(f"not part of the copy, but read where it lies: {', '.join(outside[:5])}")
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, *notes))


def of_the_notebook(path: str, verdict: Verdict, copy: str) -> Verdict:
    """The verdict of a notebook's copy, as one of the notebook itself."""
    return msgspec.structs.replace(
        verdict,
        path=path,
        cells=tuple(
            msgspec.structs.replace(cell, causes=tuple(_cause_of(path, cause, copy) for cause in cell.causes))
            for cell in verdict.cells
        ),
        context_changes=tuple(each for each in verdict.context_changes if not _is_of_the_copy(each)),
    )


def _cause_of(path: str, cause: Cause, copy: str) -> Cause:
    return msgspec.structs.replace(cause, remedy=cause.remedy.replace(shell_word(copy), shell_word(path)))


def _is_of_the_copy(change: ContextChange) -> bool:
    """What git says of a folder that is no repository, and packages that are not needed."""
    return change.kind in {"code", "package"} and not change.matters


_LOCK = "write one with: jupyter repro snapshot {}"
_BUBBLEWRAP = "install bubblewrap, or allow user namespaces; without --no-network it is verified with network"
