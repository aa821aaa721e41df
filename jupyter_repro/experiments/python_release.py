"""The recorded Python with the packages of here, for a run in which Python alone is another."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_repro.collectors.packages import NOT_INSTALLED
from jupyter_repro.environments.built_environments import environment_of, has_environment
from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.recorder_folder import recorder_for
from jupyter_repro.executing.plan import Interpreter
from jupyter_repro.verdicts import ContextChange

_OF_ANOTHER_ENVIRONMENT = frozenset({"VIRTUAL_ENV", "PYTHONHOME"})


@dataclass(frozen=True)
class PythonRelease:
    """An environment with another Python."""

    lock: Lock
    """Its Python and its packages."""
    wheels: tuple[Path, ...] = ()
    """Of packages that no index has."""

    @property
    def is_built(self) -> bool:
        """Whether nothing has to be installed for it."""
        return has_environment(self.lock, self.wheels)

    def interpreter(self, environ: Mapping[str, str]) -> Interpreter:
        """Its Python, with the variables `environ`; built where it is new.

        Raises ReproError for a Python or a package that is not available.
        """
        python = environment_of(self.lock, self.wheels)
        variables = {name: value for name, value in environ.items() if name not in _OF_ANOTHER_ENVIRONMENT}
        path = os.pathsep.join([str(python.parent), environ.get("PATH", os.defpath)])
        return Interpreter(python, {**variables, "PATH": path}, recorder_for(self.lock.python))


def with_packages_of_here(lock: Lock, changes: Sequence[ContextChange]) -> Lock:
    """The lock, for its Python, with the versions that packages have here; `changes` are those of imported packages.

    Raises UnreadableInput for a lock that is damaged.
    """
    found = {change.name: change.found for change in changes}
    here = (replace(each, version=found.get(each.name, each.version)) for each in packages_of(lock))
    wanted = (each.requirement for each in here if each.version != NOT_INSTALLED)
    return replace(lock, form="requirements", hashed=False, content="\n".join(wanted).encode())
