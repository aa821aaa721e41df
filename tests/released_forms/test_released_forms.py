"""Files that released versions wrote: each form that was ever published is still read, and means the same.

A new form gets samples of its own here; those of older forms are never written again. docs/formats.md has the rules.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import jupyter_repro
from jupyter_repro.reports.report_file import read_report
from jupyter_repro.snapshots.snapshot_file import encode_snapshot
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

SAMPLES = Path(__file__).parent / "samples"
SNAPSHOTS = sorted(SAMPLES.glob("snapshot-*.ipynb"))
VERDICTS = sorted(SAMPLES.glob("verdict-*.json"))
SCHEMAS = sorted(
    each.name for each in files("jupyter_repro.schemas").iterdir() if each.name.endswith(".json")
)


def facts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf of a JSON document, with the way to it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in parts:
        yield from facts(each, f"{place}/{name}")
    if not isinstance(value, dict | list):
        yield place, json.dumps(value)


def test_every_form_that_is_published_has_a_sample():
    forms = {each.name.removesuffix(".repro.json").removesuffix(".json") for each in SAMPLES.glob("*.json")}
    assert {name.removesuffix(".json") for name in SCHEMAS} <= forms


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_sample_is_valid_by_the_schema_of_its_form(schema):
    (sample,) = {*SAMPLES.glob(schema), *SAMPLES.glob(schema.replace(".json", ".repro.json"))}
    validator = Draft202012Validator(json.loads(files("jupyter_repro.schemas").joinpath(schema).read_text()))
    validator.validate(json.loads(sample.read_text()))


@pytest.mark.parametrize("notebook", SNAPSHOTS, ids=lambda path: path.stem)
def test_nothing_that_a_released_snapshot_records_is_lost(notebook):
    sample = json.loads(notebook.with_suffix(".repro.json").read_text())
    read = json.loads(encode_snapshot(load_snapshot(notebook)))
    assert dict(facts(sample)).items() <= dict(facts(read)).items()


@pytest.mark.parametrize("notebook", SNAPSHOTS, ids=lambda path: path.stem)
def test_a_notebook_still_verifies_against_its_released_snapshot(notebook, tmp_path):
    for name in (notebook.name, notebook.with_suffix(".repro.json").name, "prices.csv"):
        shutil.copy(SAMPLES / name, tmp_path)
    assert jupyter_repro.verify(tmp_path / notebook.name).status == "identical"


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda path: path.stem)
def test_a_released_verdict_says_the_same(verdict):
    read = read_report(verdict)
    (notebook,) = read.notebooks
    assert (notebook.status, notebook.first_divergence, read.exit_status) == ("diverged", 2, 1)
    assert [cause.kind for cause in notebook.root.causes] == ["data"]
