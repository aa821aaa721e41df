"""Reports read back from their files."""

from __future__ import annotations

import json

import msgspec
import pytest

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.reporters.json import JsonReporter
from jupyter_repro.reports.report_file import read_report
from jupyter_repro.verdicts import (
    Cause,
    CellVerdict,
    ContextChange,
    Divergence,
    OtherSize,
    Unreadable,
    ValueChange,
    Verdict,
    Verdicts,
    Where,
)

FULL = Verdicts(
    notebooks=(
        Verdict(
            "a.ipynb",
            "diverged",
            1.25,
            2,
            (
                CellVerdict(
                    2,
                    "b",
                    "diverged",
                    (
                        Divergence(
                            "1 became 2", "-1\n+2", 1, "text/html", changes=(ValueChange(("0",), "1", "2"),)
                        ),
                        OtherSize("size 1 × 1 became 2 × 2", picture="aGk="),
                    ),
                    (Cause("data", "proven", "d.csv is missing", Where(0, 2), "bring it back", "d.csv"),),
                    "x = 1",
                ),
            ),
            (ContextChange("data", "d.csv", "blake3:aa", "missing", matters=False),),
            ("a note",),
            strict=True,
        ),
    ),
    errors=(Unreadable("b.ipynb", "b.ipynb is cut", "restore it"),),
)


def as_text(verdicts):
    return JsonReporter().report(verdicts, width=80, colour=False)


def test_what_is_read_back_is_written_the_same(tmp_path):
    file = tmp_path / "a.json"
    file.write_text(as_text(FULL))
    assert as_text(read_report(file)) == as_text(FULL)


def test_what_a_newer_version_adds_is_passed_over(tmp_path):
    document = json.loads(as_text(FULL))
    document["notebooks"][0]["resources"] = {"cpu": 1.5}
    (tmp_path / "a.json").write_text(json.dumps(document))
    assert as_text(read_report(tmp_path / "a.json")) == as_text(FULL)


UNREADABLE = {
    "missing": (None, "there is no such file", "write one with: jupyter repro verify . -o r.json"),
    "empty": (b"", "it is no JSON report of verify", "-o verdict.json"),
    "page": (b"<!doctype html>", "it is no JSON report of verify", "-o verdict.json"),
    "list": (b"[]", "it is no JSON report of verify", "-o verdict.json"),
    "cut": (as_text(FULL).encode()[:-40], "it is no JSON report of verify", "-o verdict.json"),
    "binary": (b'{"schema": "\xff"}', "it is not UTF-8 text", "from a backup"),
    "snapshot": (
        b'{"schema": "jupyter-repro/snapshot@1"}',
        "it is no report of verify, but 'jupyter-repro/snapshot@1'",
        "-o verdict.json",
    ),
    "newer": (
        b'{"schema": "jupyter-repro/verdict@2"}',
        "its format is 'jupyter-repro/verdict@2', this version reads 'jupyter-repro/verdict@1'",
        "upgrade with: pip install --upgrade jupyter-repro",
    ),
    "damaged": (
        msgspec.json.encode({"schema": "jupyter-repro/verdict@1", "notebooks": [{"path": 7}]}),
        "it is damaged",
        "-o r.json",
    ),
    "deep": (
        b'{"schema": "jupyter-repro/verdict@1", "notebooks": ' + b"[" * 100_000,
        "it is no JSON report of verify",
        "-o verdict.json",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_report_is_refused_with_what_to_do(tmp_path, monkeypatch, name):
    content, why, remedy = UNREADABLE[name]
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(UnreadableInput) as raised:
        read_report(tmp_path.joinpath("r.json").relative_to(tmp_path))
    assert why in raised.value.what
    assert remedy in raised.value.remedy


def test_a_folder_is_no_report(tmp_path):
    with pytest.raises(UnreadableInput, match="it is a folder"):
        read_report(tmp_path)


def test_no_remedy_writes_over_a_file_that_is_something_else(tmp_path):
    (tmp_path / "a.repro.json").write_text('{"schema": "jupyter-repro/snapshot@1"}')
    with pytest.raises(UnreadableInput) as raised:
        read_report(tmp_path / "a.repro.json")
    assert "a.repro.json" not in raised.value.remedy
