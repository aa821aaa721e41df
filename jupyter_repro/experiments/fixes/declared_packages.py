"""The packages that a notebook was recorded with, declared in it, and installed for a run as it declares them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode
from packaging.requirements import InvalidRequirement, Requirement

from jupyter_repro.environments.lock import requirements
from jupyter_repro.environments.script_metadata import metadata_block, script_metadata, with_metadata
from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.fixes.remedy import Facts
from jupyter_repro.experiments.package_folders import PackageVersion
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.records.context_changes import package_and_part
from jupyter_repro.records.snapshot import Context
from jupyter_repro.verdicts import Cause, ContextChange


def recorded_requirements(context: Context) -> tuple[str, ...]:
    """What a notebook imported, each package as it was recorded: `pandas==2.2.1`."""
    return tuple(requirements(context))


def declared_packages(notebook: NotebookNode, _cause: Cause, facts: Facts) -> NotebookNode | None:
    """The recorded packages in a block of script metadata (PEP 723), where the notebook has none yet."""
    if not facts.requirements or script_metadata(notebook) is not None:
        return None
    return with_metadata(notebook, metadata_block(f"=={facts.python}.*", facts.requirements))


def declared_world(notebook: NotebookNode, before: NotebookNode, changes: Sequence[ContextChange]) -> World:
    """What a notebook declares, and did not `before`, is imported in that version.

    `changes` say which packages are in another version here.
    """
    try:
        metadata = script_metadata(notebook)
        if metadata is None or metadata == script_metadata(before):
            return AS_IT_IS
    except ReproError:
        return AS_IT_IS
    return World(packages=tuple(_wanted(metadata.dependencies, changes)))


def _wanted(dependencies: Sequence[str], changes: Sequence[ContextChange]) -> Iterator[PackageVersion]:
    changed = {package_and_part(each.name)[0] for each in changes if each.kind == "package" and each.matters}
    for line in dependencies:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        exact = [each.version for each in requirement.specifier if each.operator == "=="]
        if requirement.name in changed and exact:
            yield PackageVersion(requirement.name, exact[0])
