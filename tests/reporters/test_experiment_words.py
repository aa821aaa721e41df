"""Experiments in words; `labextension/src/words.test.ts` holds the front end to the same lines."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from jupyter_repro.reporters.experiment_words import MARKS, attribution_line, experiment_line
from jupyter_repro.verdicts import Attribution, CellVerdict, ContextChange, Experiment, Verdict

EXAMPLES = json.loads(Path(__file__).with_name("experiment_lines.json").read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES["experiments"], ids=lambda example: example["line"])
def test_an_experiment(example):
    experiment = msgspec.convert(example["experiment"], Experiment)
    assert (MARKS[experiment.outcome], experiment_line(experiment)) == (example["mark"], example["line"])


@pytest.mark.parametrize("example", EXAMPLES["attributions"], ids=lambda example: example["line"])
def test_an_attribution(example):
    attribution = msgspec.convert(example["attribution"], Attribution)
    cells = tuple(CellVerdict(index, str(index), "diverged") for index in (1, 3))
    changes = msgspec.convert(EXAMPLES["context_changes"], tuple[ContextChange, ...])
    verdict = Verdict("a.ipynb", "diverged", cells=cells, context_changes=changes)
    assert attribution_line(attribution, verdict) == example["line"]
