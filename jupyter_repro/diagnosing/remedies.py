"""What to do about a part of the context that is not as it was recorded: a line for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.collectors.files import UNRECORDED
from jupyter_repro.diagnosing.reinstallation import reinstalled
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.context_changes import package_and_part
from jupyter_repro.records.snapshot import GitState, Origin
from jupyter_repro.recovery.own_project import OUTSIDE
from jupyter_repro.verdicts import KINDS, ContextChange


def remedy_of(
    change: ContextChange, notebook: str, *, commit: str = "", origins: Mapping[str, Origin] | None = None
) -> str:
    """What to do about one change, "" where there is nothing to say.

    `notebook` is its path, for commands; `commit` the recorded one, "" for code that git did not have;
    `origins` where its packages came from.
    """
    if change.recorded == UNRECORDED:
        return recorded_again(notebook)
    if change.kind == "code":
        return _code_back(notebook, commit)
    if change.kind == "package":
        return _package(change, notebook, origins or {})
    tell = _REMEDIES.get(change.kind, _nothing if change.kind in KINDS else _of_a_plug_in)
    return tell(change, notebook)


def recorded_again(notebook: str) -> str:
    """For a change that is meant."""
    return f"if this is meant, record it again: jupyter repro snapshot {shell_word(notebook)}"


def restoring(notebook: str, *, force: bool = False, outside: bool = False) -> str:
    """The command that brings recorded data back."""
    return f"jupyter repro restore {shell_word(notebook)} --data{' --force' * force}{f' {OUTSIDE}' * outside}"


def _data(change: ContextChange, notebook: str) -> str:
    if data_name(change.name).query:  # what a database answered: its past is its own
        return f"ask who changes old rows; {recorded_again(notebook)}"
    return f"restore it with: {restoring(notebook)}"


def _code_back(notebook: str, commit: str) -> str:
    if not commit:
        return f"git does not have the recorded code: change it back; or {recorded_again(notebook)}"
    command = f"jupyter repro restore {shell_word(notebook)} --code"
    return f"check the recorded commit {commit[:12]} out into a folder of its own with: {command}"


def commit_of(module: str, git: GitState | None) -> str:
    """The recorded commit, by which a local module can be brought back; "" where git did not have the module.

    `module` is its name in the snapshot. Of files that are not committed, the snapshot keeps changes and no new files.
    """
    if git is None:
        return ""
    name = module.rpartition("../")[2]
    uncommitted = any(f"/{file}".endswith(f"/{name}") for file in git.dirty)
    in_patch = any(line.startswith("+++ ") and line.endswith(f"/{name}") for line in git.patch)
    return "" if uncommitted and not in_patch else git.commit


def _package(change: ContextChange, notebook: str, origins: Mapping[str, Origin]) -> str:
    package, part = package_and_part(change.name)
    return (
        f"bring the recorded source of {package} back" if part else reinstalled([change], origins, notebook)
    )


def _nothing(_change: ContextChange, _notebook: str) -> str:
    return ""


def _of_a_plug_in(change: ContextChange, notebook: str) -> str:
    """What undoes a change of a kind of its own, only its plug-in knows."""
    return f"make {change.name} {change.recorded} again; {recorded_again(notebook)}"


_REMEDIES: Mapping[str, Callable[[ContextChange, str], str]] = {
    "data": _data,
    "upstream": lambda _change, notebook: recorded_again(notebook),
    "python": lambda change, _notebook: (
        f"run it on Python {change.recorded}" if change.name == "version" else f"set {change.name} as it was"
    ),
    "environment-variable": lambda change, _notebook: f"set {change.name} as it was",
}
