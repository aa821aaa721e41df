"""Candidates in the context: data, code, variables, packages, Python and machine that are not as recorded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors.files import UNRECORDED
from jupyter_repro.collectors.packages import normalised
from jupyter_repro.dependence.statements import ANY
from jupyter_repro.diagnosing.data_remedies import WayBack
from jupyter_repro.diagnosing.data_words import called, change_words, record_of
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.own_traces import changed_by_the_notebook
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.diagnosing.reinstallation import reinstalled, wheels_in_lock
from jupyter_repro.diagnosing.remedies import commit_of, recorded_again, remedy_of
from jupyter_repro.digest import MISSING
from jupyter_repro.environments.imported_distributions import distribution
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.context_changes import package_and_part
from jupyter_repro.records.environment_reads import KEYED, NOT_SET, read_words
from jupyter_repro.records.snapshot import Origin
from jupyter_repro.verdicts import KINDS, Cause, CellVerdict, ContextChange, Where

MOST_PACKAGES = 3
"""That are named in a cause; its remedy has them all."""
_OF_THE_MACHINE = ("machine", "threads", "locale", "timezone")


def data(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Data that changed, is missing, or was not read when it was recorded."""
    changed_by_itself = changed_by_the_notebook(evidence)
    for change in evidence.changes_of("data"):
        if change.name in changed_by_itself:
            continue
        recorded, found = (
            record_of(change.name, context.data) for context in (evidence.recorded, evidence.found)
        )
        read = recorded or found
        where = evidence.where(read.cell, read.line) if read else None
        gone = found.version.gone if found and found.version else ""
        what = gone or f"{called(change.name, recorded)} {change_words(change, recorded, found)}"
        way_back = evidence.way_back(change.name) if change.recorded != UNRECORDED else WayBack()
        remedy = way_back.unless_said(what) or remedy_of(change, evidence.notebook)
        cause = Cause("data", "proven", what, where, remedy, change.name)
        is_new = change.recorded == UNRECORDED
        yield PossibleCause(cause, changed=True, file=change.name, may_follow=is_new)


def consumed(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Snapshots that the notebook builds upon."""
    for change in evidence.changes_of("upstream"):
        loaded = _loaded(change, evidence)
        became = "has no snapshot any more" if change.found == MISSING else "is another snapshot now"
        if loaded:
            became = f"is another model now: {change.recorded} became {change.found}"
        where = evidence.where(loaded.cell, loaded.line) if loaded else None
        remedy = remedy_of(change, evidence.notebook)
        cause = Cause("upstream", "proven", f"{change.name} {became}", where, remedy, change.name)
        yield PossibleCause(cause, changed=True)


def _loaded(change: ContextChange, evidence: Evidence) -> Consumed | None:
    """The model or artifact, loaded by the notebook, that a change is of."""
    known = (*evidence.recorded.consumes.items(), *evidence.found.consumes.items())
    return next((each for name, each in known if each.origin and change.name in {name, each.address}), None)


def modules(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Local modules; a module that the notebook does not import itself is reached through those that it does."""
    recorded = evidence.recorded.modules
    for change in evidence.changes_of("code"):
        if change.name in recorded:
            how = "is missing" if change.found == MISSING else "changed since the snapshot"
            what = f"the local module {change.name} {how}"
            commit = commit_of(change.name, evidence.recorded.git)
            remedy = remedy_of(change, evidence.notebook, commit=commit)
            if not commit and (change.found == MISSING or cell.status == "failed"):
                remedy = f"bring the recorded {change.name} back: git did not have it"
            cause = Cause("code", "proven", what, remedy=remedy, name=change.name)
            reached = _importable(change.name, recorded, evidence)
            yield PossibleCause(cause, changed=True, modules=reached, file=change.name)


def new_modules(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Local modules that were not imported when it was recorded, such as a plug-in that is found by itself."""
    for name in sorted(set(evidence.found.modules) - set(evidence.recorded.modules)):
        if evidence.has_snapshot:
            what = f"the local module {name} is imported, which it was not when the notebook was recorded"
            cause = Cause("code", "observed", what, remedy=recorded_again(evidence.notebook), name=name)
            reached = _importable(name, evidence.found.modules, evidence)
            yield PossibleCause(cause, changed=True, modules=reached, may_follow=True)


def shadowing(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """New local modules that are imported in place of an installed package, or of a module of Python's."""
    packages = {normalised(name) for name in evidence.recorded.packages.imported}
    for name in sorted(set(evidence.found.modules) - set(evidence.recorded.modules)):
        module = PurePosixPath(name).stem
        known = normalised(distribution(module)) in packages or module in sys.stdlib_module_names
        if known and evidence.has_snapshot:
            what = f"{name} is new beside the notebook, and is imported in place of the installed {module}"
            cause = Cause("code", "proven", what, remedy=f"rename {name}, or delete it", name=name)
            yield PossibleCause(cause, changed=True, modules=module_names(name))


def _importable(name: str, recorded: Sequence[str] | dict[str, str], evidence: Evidence) -> frozenset[str]:
    own = module_names(name)
    if evidence.dependence and not evidence.dependence.importing(own):
        return frozenset({ANY, *(each for other in recorded for each in module_names(other))})
    return own


def module_names(path: str) -> frozenset[str]:
    """Names by which a file can be imported: `a.b` and `b` of a/b.py, and its packages where it is their `__init__`."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    if parts[-1:] == ["__init__"]:
        parts.pop()
    return frozenset(".".join(parts[start:]) for start in range(len(parts)))


def editable_sources(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Editable packages: what a notebook imports of them is code as a local module is."""
    for change in evidence.changes_of("package"):
        package, file = package_and_part(change.name)
        origin = evidence.recorded.packages.origins.get(package)
        if origin and origin.editable and file:
            how = "is missing" if change.found == MISSING else "changed since the snapshot"
            remedy = f"bring the recorded source of {package} back; {_versions_of(file, origin, evidence)}"
            cause = Cause(
                "package", "proven", f"{file} of the editable package {package} {how}", remedy=remedy
            )
            yield PossibleCause(
                cause, changed=True, modules=_modules_of([package], evidence) | module_names(file)
            )


def _versions_of(file: str, origin: Origin, evidence: Evidence) -> str:
    """How to see which versions git has of a source file of an editable package."""
    folder = os.path.relpath(located(origin.address, Path(evidence.folder)))
    command = f"git -C {shell_word(folder)} log --oneline -- {shell_word(file)}"
    return f"if it is in git, see its versions with: {command}"


def variables(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Environment variables that were read."""
    for change in evidence.changes_of("environment-variable"):
        read = next((use for use in evidence.uses if use.what == read_words(change.name)), None)
        where = evidence.where(read.cell, read.line) if read else None
        what = f"the environment variable {change.name} {_values(change)}"
        remedy = remedy_of(change, evidence.notebook)
        yield PossibleCause(
            Cause("environment-variable", "proven", what, where, remedy, change.name), changed=True
        )


def _values(change: ContextChange) -> str:
    """How a variable changed; a digest tells a person nothing."""
    secret = {value.startswith(KEYED) for value in (change.recorded, change.found)}
    if secret == {False}:
        return f"is {change.found}, it was {change.recorded}"
    if NOT_SET in (change.recorded, change.found):
        return "is not set, it was" if change.found == NOT_SET else "is set, it was not"
    return "has another value than when it was recorded"


def packages(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Imported packages of another version: first those that the notebook imports itself."""
    imported = {**evidence.recorded.packages.imported, **evidence.found.packages.imported}
    changes = [change for change in evidence.changes_of("package") if change.name in imported]
    direct = [change for change in changes if _modules_of([change.name], evidence)]
    for group in (direct, [change for change in changes if change not in direct]):
        if group:
            yield PossibleCause(
                _packages(group, evidence),
                changed=True,
                modules=_modules_of([each.name for each in group], evidence) or _ways_to_packages(evidence),
            )


def builds(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Imported packages of the same version that were installed from elsewhere, or are another build."""
    for change in evidence.changes_of("package"):
        package, what = package_and_part(change.name)
        origin = evidence.recorded.packages.origins.get(package)
        if origin and what and not origin.editable:
            other = f"another {what} of {package} is installed than was recorded"
            cause = Cause("package", "observed", other, remedy=_reinstall(package, origin, evidence))
            yield PossibleCause(cause, changed=True, modules=_modules_of([package], evidence))


def _reinstall(package: str, origin: Origin, evidence: Evidence) -> str:
    is_kept = package in wheels_in_lock(evidence.notebook)
    if origin.address and not origin.commit and not is_kept:
        return ""
    version = evidence.recorded.packages.imported.get(package, "")
    command = reinstalled(
        [ContextChange("package", package, version, "")],
        evidence.recorded.packages.origins,
        evidence.notebook,
    )
    return command if origin.commit else command.replace("pip install", "pip install --force-reinstall")


def _packages(changes: Sequence[ContextChange], evidence: Evidence) -> Cause:
    """One cause for all imported packages that changed: they are mended with one command."""
    named = [f"{change.name} is {change.found}, it was {change.recorded}" for change in changes]
    if len(named) > MOST_PACKAGES:
        named[MOST_PACKAGES:] = [f"and {len(named) - MOST_PACKAGES} more imported packages differ"]
    remedy = reinstalled(changes, evidence.recorded.packages.origins, evidence.notebook)
    return Cause("package", "observed", "; ".join(named), remedy=remedy)


def _modules_of(packages: Sequence[str], evidence: Evidence) -> frozenset[str]:
    """Modules that the notebook imports of some distributions, or local ones by which it imports them."""
    wanted = {normalised(package) for package in packages}
    imported = evidence.dependence.imported if evidence.dependence else frozenset()
    direct = frozenset(name for name in imported if normalised(distribution(name)) in wanted)
    return direct or frozenset(
        module
        for module, names in evidence.module_imports.items()
        if module in imported and any(normalised(distribution(name)) in wanted for name in names)
    )


def _ways_to_packages(evidence: Evidence) -> frozenset[str]:
    """Modules by which the notebook comes to any package: to one that it does not name, it comes by one of these."""
    return _modules_of([*evidence.found.packages.imported], evidence)


def python(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Another Python."""
    for change in evidence.changes_of("python"):
        what = f"Python's {change.name} is {change.found}, it was {change.recorded}"
        yield PossibleCause(
            Cause("python", "observed", what, remedy=remedy_of(change, evidence.notebook)), changed=True
        )


def machine(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Another machine, and what is set before Python starts."""
    for change in (change for kind in _OF_THE_MACHINE for change in evidence.changes_of(kind)):
        asking = (use for use in evidence.uses if use.what.startswith(read_words(change.name)))
        use = next(asking, None)
        where = evidence.where(use.cell, use.line) if use else None
        yield PossibleCause(Cause(change.kind, "suspected", _was_another(change), where))


def profile(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """What runs before the first cell; it counts most where the cell uses a name that no cell sets."""
    changes = evidence.changes_of("profile")
    used = (
        evidence.dependence.from_nowhere(cell.index, evidence.raised_at.get(cell.index, 0))
        if evidence.dependence and changes
        else {}
    )
    name, statement = next(iter(used.items()), ("", None))
    for change in changes:
        if change.name.startswith("%store") and evidence.dependence:
            statement = next(evidence.dependence.setting_anything(cell.index), None)
        where = Where(statement.cell, statement.first) if statement else None
        what = f"{change.name} of the user's profile {_became(change)}, and runs before the first cell"
        remedy = f"set {name or 'what it sets'} in a cell of the notebook"
        cause = Cause("profile", "proven" if where else "observed", what, where, remedy, change.name)
        yield PossibleCause(cause, changed=True, looks_like_it=where is not None)


def _became(change: ContextChange) -> str:
    if change.found == MISSING:
        return "is not there any more"
    return "is new" if change.recorded == MISSING else "changed"


def of_plug_ins(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Changes of kinds that only the collector of another project knows: which cells depend on them nobody says."""
    for change in evidence.changes:
        if change.kind not in KINDS and change.matters:
            remedy = remedy_of(change, evidence.notebook)
            yield PossibleCause(
                Cause(change.kind, "suspected", _was_another(change), remedy=remedy, name=change.name)
            )


def _was_another(change: ContextChange) -> str:
    return f"{change.name} is {change.found}, it was {change.recorded}"


def hash_seed(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """The hash seed is another one than the recorded kernel had: where the order of a set was seen, it is that."""
    seen = [use for use in evidence.recorded_uses if use.kind == "hash-order"]
    for use in seen if evidence.changes_of("hash-order") else ():
        where = evidence.where(use.cell, use.line)
        yield PossibleCause(Cause("hash-order", use.certainty, use.what, where, use.remedy), changed=True)
