"""How many runs the shares take: all sets of few things, two orders of many, and none where there is no time."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from conftest import notebook_of
from nbformat.v4 import new_output

from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.numbers.attribution import NumberAttribution
from jupyter_repro.verdicts import CellVerdict


class Search:
    """As if it had searched: a made-up run shows a score that each thing which is not put back takes some of."""

    def __init__(self, effects, *, found=True):
        self.possible = tuple(Factor(kind, name, "put-back") for kind, name in effects)
        self.causes = self.possible if found else ()
        self.effects, self.runs = {name: effect for (_, name), effect in effects.items()}, 0
        self.made = {frozenset(), frozenset(self.effects)}

    @property
    def results(self):
        return [ran(1, "identical")]

    def is_known(self, factors):
        return frozenset(each.name for each in factors) in self.made

    def result(self, factors):
        names = frozenset(each.name for each in factors)
        self.runs += names not in self.made
        self.made.add(names)
        return ran(1 + sum(effect for name, effect in self.effects.items() if name not in names))


def ran(score, status="diverged"):
    notebook = notebook_of("print(score)")
    notebook.cells[0].outputs = [new_output("stream", text=f"score: {score:.6f}")]
    return SimpleNamespace(notebook=notebook, seconds=0.5, failed="", cell=CellVerdict(0, "cell-0", status))


@pytest.fixture
def shares(tmp_path):
    def of(search, seconds=60.0):
        context = SimpleNamespace(parameters={})
        subject = SimpleNamespace(
            root=0,
            notebook=notebook_of("print(score)"),
            folder=tmp_path,
            path=tmp_path / "a.ipynb",
            snapshot=SimpleNamespace(context=context),
        )
        laboratory = SimpleNamespace(subject=subject, left=seconds)
        (found,) = NumberAttribution(laboratory, search, search.result(())).attributions()
        return {(share.kind, share.name): share.amount for share in found.shares}

    return of


def effects(count, kind="package"):
    return {(kind, f"{kind}-{number}"): 0.01 * (number + 1) for number in range(count)}


@pytest.mark.parametrize(("count", "runs"), [(1, 0), (2, 2), (3, 6), (4, 14), (7, 12)])
def test_of_few_all_sets_are_run_and_of_many_those_of_two_orders(shares, count, runs):
    search = Search(effects(count))
    assert shares(search) == pytest.approx({**effects(count), ("unknown", ""): 0})
    assert search.runs == runs


def test_with_little_time_kinds_are_reported_and_with_none_all_as_one(shares):
    both = {**effects(3, "data"), **effects(3)}
    names = {kind: " + ".join(f"{kind}-{number}" for number in range(3)) for kind in ("data", "package")}
    search = Search(both)
    by_kind = {("data", names["data"]): 0.06, ("package", names["package"]): 0.06, ("unknown", ""): 0}
    assert shares(search, 2.5) == pytest.approx(by_kind)
    assert search.runs == 2
    as_one = {("data + package", f"{names['data']} + {names['package']}"): 0.12, ("unknown", ""): 0}
    assert shares(Search(both), 0.5) == pytest.approx(as_one)


def test_where_nothing_brings_the_output_back_what_moves_the_number_is_looked_for(shares):
    moving = {("data", "train.csv"): 0.5}
    still = dict.fromkeys(effects(7), 0.0)
    search = Search({**still, **moving}, found=False)
    search.effects["chance"] = 0.25
    assert shares(search) == pytest.approx({**moving, ("unknown", ""): 0.25})
    assert search.runs <= 4
