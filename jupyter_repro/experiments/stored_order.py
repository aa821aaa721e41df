"""Whether another order of the cells gives the outputs that a notebook stores, as an experiment like the others."""

from __future__ import annotations

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.drift import Conclusion
from jupyter_repro.experiments.experiment_log import ExperimentLog
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.laboratory import Laboratory
from jupyter_repro.experiments.orders.copies import order_of
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.records.restored_orders import OrderFound
from jupyter_repro.verdicts import Experiment, Outcome

KIND = "hidden-state"


def may_be_out_of_order(subject: Subject) -> bool:
    """Whether the outputs were stored without a snapshot, and the execution counts, or the evidence, speak for it."""
    root = subject.verdict.root
    if subject.snapshot.recorded or root is None:
        return False
    counts = [cell.get("execution_count") for _, cell in code_cells(subject.notebook) if cell.source.strip()]
    is_in_order = counts == list(range(1, len(counts) + 1))
    return not is_in_order or any(cause.kind == KIND for cause in root.causes)


def order_search(laboratory: Laboratory, log: ExperimentLog) -> Conclusion:
    """The order that gives the stored outputs as the cause, where there is another than from top to bottom."""
    subject = laboratory.subject
    try:
        found = order_of(subject.path, subject.options, seconds=max(laboratory.left, 1.0))
    except ReproError as error:
        log.add(Experiment("put-back", KIND, "the order in which the cells ran", "not-tried", error.what))
        return Conclusion()
    names = CellNames(index for index, _ in code_cells(subject.notebook))
    code = {index for index, _ in code_cells(subject.notebook)}
    ran = [index for index in found.order if index in code]
    name = f"the order {', '.join(map(names.name, ran))}"
    outcome, what = _outcome(found)
    log.add(Experiment("put-back", KIND, name, outcome, what, found.tried, round(found.seconds, 2)))
    is_cause = found.restored and not found.by_chance and ran != sorted(code & set(ran))
    if not is_cause:
        return Conclusion(order=found)
    return Conclusion((Factor(KIND, name, "put-back", whole_kind=True),), order=found)


def _outcome(found: OrderFound) -> tuple[Outcome, str]:
    agreeing = f"{found.agreeing} of {found.of} cells show what is stored"
    return ("returns" if found.restored else "differs"), "; ".join([agreeing, *found.why_not])
