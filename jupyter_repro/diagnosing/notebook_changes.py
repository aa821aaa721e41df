"""Candidates in the notebook itself: edited and new cells, edited outputs, parameters, hidden state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_repro.diagnosing.evidence import Evidence, TextPair
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.diagnosing.remedies import recorded_again
from jupyter_repro.notebooks.secret_parameters import WITHHELD
from jupyter_repro.records.departures import Departure, departure_in
from jupyter_repro.verdicts import Cause, CellVerdict, Certainty, Where

MOST_SENTENCES = 4
"""Of a session's hidden state that are reported in a cause."""
_FRESH = "restart the kernel, run all cells from top to bottom, and record again: %repro snapshot"


def edited_cells(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Cells whose source is not what was recorded."""
    in_session = {each.cell for each in _departures(evidence) if each.kind == "edited"}
    for index in evidence.edited:
        if index <= cell.index and index not in in_session:  # else hidden_state tells it
            how = (
                "is new since it was recorded"
                if index in evidence.new_cells
                else "was edited after it was recorded"
            )
            what, remedy = f"{evidence.names.name(index)} {how}", recorded_again(evidence.notebook)
            yield PossibleCause(Cause("notebook", "proven", what, Where(index), remedy), changed=True)


def deleted_cells(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Cells that were recorded and are there no more."""
    for cell_id in evidence.deleted:
        what = f"a cell that was recorded was deleted since (its id is {cell_id})"
        where = Where(cell.index, evidence.raised_at.get(cell.index) or None)
        again = recorded_again(evidence.notebook)
        remedy = "put it back where it stood" if cell.index in evidence.raised else again
        cause = Cause("notebook", "observed", what, where, remedy)
        yield PossibleCause(cause, changed=True, looks_like_it=cell.status != "identical")


def moved_cells(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Cells that stand in another order than they were recorded in."""
    for index in evidence.moved:
        if index <= cell.index:
            name = evidence.names.name(index)
            what = f"{name} was moved: the cells stand in another order than they were recorded in"
            remedy = recorded_again(evidence.notebook)
            yield PossibleCause(Cause("notebook", "proven", what, Where(index), remedy), changed=True)


def edited_outputs(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """The cell stores another output than was recorded."""
    if cell.index in evidence.shown_otherwise:
        name = evidence.names.name(cell.index)
        what = f"the output stored in {name} is not the one that was recorded"
        remedy = recorded_again(evidence.notebook)
        yield PossibleCause(Cause("notebook", "proven", what, Where(cell.index), remedy), changed=True)


def parameters(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Parameters with another value than was recorded."""
    texts = evidence.texts.get(cell.index, ())
    for name in evidence.changed_parameters:
        found = evidence.found.parameters.get(name)
        if name not in evidence.recorded.parameters and evidence.declared.get(name, _NOT_DECLARED) == found:
            continue
        if name in evidence.recorded.parameters:
            was = f"it was {evidence.recorded.parameters[name]!r}"
        else:
            was = f"it was not given when it was recorded{_own_value(name, evidence)}"
        what, remedy = (
            f"the parameter {name} is {found!r}, {was}",
            f"leave out -p {name} to use the recorded value",
        )
        cause = Cause("notebook", "proven", what, _parameters_cell(name, evidence), remedy)
        yield PossibleCause(cause, changed=True, looks_like_it=_is_shown(found, texts))


def _is_shown(value: object, texts: Sequence[TextPair]) -> bool:
    """Whether an output shows the value, and did not when it was recorded."""
    text = str(value)
    return any(text in now and text not in before for before, now in texts)


def secret_parameters(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Parameters whose values are not recorded, so that they may have others."""
    for name, value in evidence.recorded.parameters.items():
        if value == WITHHELD == evidence.found.parameters.get(name):
            what = f"the parameter {name} is a secret, whose value is not recorded: it may be another one now"
            where = _parameters_cell(name, evidence)
            yield PossibleCause(
                Cause("notebook", "suspected", what, where, f"give the same value as then: -p {name} VALUE")
            )


_NOT_DECLARED = object()


def _own_value(name: str, evidence: Evidence) -> str:
    return f" (the notebook says {evidence.declared[name]!r})" if name in evidence.declared else ""


def _parameters_cell(name: str, evidence: Evidence) -> Where | None:
    setting = evidence.dependence.setting(name) if evidence.dependence else ()
    return Where(setting[0].cell, setting[0].first) if setting else None


def hidden_state(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """What the recorded session had done besides running from top to bottom; a fresh run cannot have done it."""
    sentences = evidence.recorded.hidden_state
    if not sentences:
        return
    more = f"; and {len(sentences) - MOST_SENTENCES} more" if len(sentences) > MOST_SENTENCES else ""
    what = f"the snapshot is of a session in which {'; '.join(sentences[:MOST_SENTENCES])}{more}"
    above = [index for departure in _departures(evidence) for index in departure.cells if index <= cell.index]
    steps = evidence.dependence.steps(cell.index) if evidence.dependence else {}
    near = min((index for index in above if any(each.cell == index for each in steps)), default=None)
    where = None if near is None else Where(near)
    certainty: Certainty = "observed" if above else "suspected"
    yield PossibleCause(Cause("hidden-state", certainty, what, where, _FRESH), looks_like_it=near is not None)


def _departures(evidence: Evidence) -> list[Departure]:
    return [found for each in evidence.recorded.hidden_state if (found := departure_in(each, evidence.names))]
