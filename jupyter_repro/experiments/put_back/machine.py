"""The instructions that numeric libraries choose their code by, as on the machine that recorded the notebook.

Sources: NumPy's documentation of NPY_DISABLE_CPU_FEATURES, OpenBLAS's of OPENBLAS_CORETYPE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.verdicts import ContextChange

_NOT_OURS = "this machine cannot be made another"
_THREADS = re.compile(r"(\d+) threads?")
_IN_NUMPY = {
    "avx512f": "AVX512F",
    "avx512cd": "AVX512CD",
    "avx2": "AVX2",
    "fma": "FMA3",
    "avx512dq": "AVX512_SKX",
}
"""Linux's name of an instruction set to NumPy's."""


def recorded_machine(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each fact of the machine that differs and that a number may depend on."""
    for change in subject.verdict.context_changes:
        if change.kind in {"machine", "threads", "locale", "timezone"} and change.matters:
            variables = _variables(change)
            name = change.name
            if variables:
                yield Factor(change.kind, name, "put-back", World(variables=variables))
            else:
                yield Factor(change.kind, name, "put-back", cannot=_NOT_OURS)


def _variables(change: ContextChange) -> dict[str, str | None]:
    if change.kind != "machine":
        return {change.name: change.recorded}
    if change.name == "instructions":
        return _instructions(change)
    if change.name.startswith("openblas"):
        return _openblas(change)
    return {}


def _instructions(change: ContextChange) -> dict[str, str | None]:
    more = set(change.found.split()) - set(change.recorded.split())
    names = sorted({_IN_NUMPY[each] for each in more if each in _IN_NUMPY})
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(names)} if names else {}


def _openblas(change: ContextChange) -> dict[str, str | None]:
    """Its version is that of a package; what it chose for the processor, and how many threads, are variables."""
    _version, *facts = (each.strip() for each in change.recorded.split(","))
    cores = [fact for fact in facts if not _THREADS.fullmatch(fact) and fact.isalnum() and not fact.islower()]
    threads = [found[1] for fact in facts if (found := _THREADS.fullmatch(fact))]
    return {
        **({"OPENBLAS_CORETYPE": cores[0]} if cores else {}),
        **({"OPENBLAS_NUM_THREADS": threads[0]} if threads else {}),
    }
