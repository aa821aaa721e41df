"""What experiments say of the causes in a verdict: which are proven, and which are innocent."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from jupyter_repro.dependence.reach import Dependence
from jupyter_repro.diagnosing.remedies import commit_of, remedy_of
from jupyter_repro.experiments.drift import Conclusion
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.put_back.table import is_about
from jupyter_repro.experiments.sources_seen import SeenUse, uses_seen
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.records.snapshot import Use
from jupyter_repro.verdicts import Cause, CellVerdict, ContextChange, Experiment, Verdict, Where

_READ = frozenset({"environment-variable"})
"""Kind of the causes by which a variable that says the locale, the zone or the threads is seen to be read."""
_SHOWN = {
    "hold": ": held alike in each run, it makes the output come out alike",
    "vary": ": varied alone, it makes another output",
    "put-back": " is not what was recorded",
}


def concluded(subject: Subject, conclusion: Conclusion, made: tuple[Experiment, ...]) -> Verdict:
    """The verdict with its experiments, and with the causes of its first cell as they leave them."""
    verdict, asked = subject.verdict, subject.asked
    if asked is not None:
        causes = _causes(asked, subject, conclusion)
        cells = tuple(
            msgspec.structs.replace(cell, causes=causes) if cell is asked else cell for cell in verdict.cells
        )
        verdict = msgspec.structs.replace(verdict, cells=cells)
    order = conclusion.order.order if conclusion.order and conclusion.order.restored else ()
    return msgspec.structs.replace(
        verdict, experiments=made, dependence=_dependence(subject), order=tuple(order)
    )


def _dependence(subject: Subject) -> tuple[tuple[int, int], ...]:
    """Which cells the output came through; nothing of a notebook in another language."""
    if subject.verdict.root is None or subject.snapshot.language not in {"", "python"}:
        return ()
    sources = {index: cell.source for index, cell in code_cells(subject.notebook)}
    return Dependence(sources).pairs_of_cells(subject.root)


def _causes(root: CellVerdict, subject: Subject, conclusion: Conclusion) -> tuple[Cause, ...]:
    if not conclusion.causes:
        return tuple(_not_proven(cause, conclusion) for cause in root.causes)
    found = (
        cause for factor in conclusion.causes for cause in _proven(factor, root, subject, conclusion.closely)
    )
    proven = tuple(_with_commit(cause, conclusion.since) for cause in dict.fromkeys(found))
    others = () if conclusion.causes[0].how != "vary" else _unnamed(root, proven, conclusion)
    return (*proven, *others)


def _with_commit(cause: Cause, since: str) -> Cause:
    return msgspec.structs.replace(cause, what=f"{cause.what}, {since}") if since else cause


def _unnamed(root: CellVerdict, proven: tuple[Cause, ...], conclusion: Conclusion) -> tuple[Cause, ...]:
    """What a variation leaves open: it shows a dependence, and not that there is no other."""
    about = (cause for cause in root.causes if not any(is_about(cause, each) for each in conclusion.causes))
    return tuple(cause for cause in about if cause.kind not in {"unknown", *(each.kind for each in proven)})


def _not_proven(cause: Cause, conclusion: Conclusion) -> Cause:
    """A cause as it is where no experiment brought the output back: what did not help is not proven."""
    if any(is_about(cause, factor) for factor in conclusion.innocent):
        return msgspec.structs.replace(cause, certainty="suspected")
    return cause


def has_no_place(factor: Factor, subject: Subject) -> bool:
    """Whether nothing says where a source of chance is used that was held."""
    causes = subject.asked.causes if subject.asked else ()
    known = any(cause.where for cause in causes if is_about(cause, factor))
    return factor.how == "hold" and not known and _seen(factor, subject) is None


def _proven(factor: Factor, root: CellVerdict, subject: Subject, closely: tuple[Use, ...]) -> Iterator[Cause]:
    """The cause that the evidence has for it, else one of its own."""
    known = next((cause for cause in root.causes if is_about(cause, factor)), None)
    change = _change(factor, subject)
    where = _place(factor, known, root)
    if known is not None and not (factor.kind == "package" and change):
        yield msgspec.structs.replace(known, certainty="proven", where=where)
    elif change is not None:
        remedy = remedy_of(
            change,
            str(subject.path),
            commit=commit_of(change.name, subject.snapshot.context.git),
            origins=subject.snapshot.context.packages.origins,
        )
        what = f"{change.name} is {change.found}, it was {change.recorded}"
        if factor.kind in {"data", "code"}:
            what = f"{change.name} is not what was recorded"
        yield Cause(factor.kind, "proven", what, where, remedy, name=change.name)
    elif factor.how == "hold" and (seen := _seen(factor, subject, closely)):
        yield Cause(seen.use.kind, "proven", seen.use.what, seen.where, seen.use.remedy)
    else:
        yield Cause(factor.kind, "proven", f"{factor.name}{_SHOWN[factor.how]}", where)


def _seen(factor: Factor, subject: Subject, closely: tuple[Use, ...] = ()) -> SeenUse | None:
    """Its first use on the way to the output."""
    return next((each for each in uses_seen(subject, closely) if each.use.kind in factor.kinds), None)


def _place(factor: Factor, known: Cause | None, root: CellVerdict) -> Where | None:
    """Where it is: as the evidence has it, else where it was seen used, by another cause of its kind."""
    if factor.cell is not None:
        return Where(factor.cell)
    kinds = factor.kinds | (_READ if factor.world.variables else frozenset())
    places = [each.where for each in (known, *root.causes) if each and each.kind in kinds]
    return next((place for place in places if place), None)


def _change(factor: Factor, subject: Subject) -> ContextChange | None:
    return next(
        (
            change
            for change in subject.verdict.context_changes
            if change.kind == factor.kind and change.name == factor.name
        ),
        None,
    )
