from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.collectors.variables import VariablesCollector, keyed
from jupyter_repro.probes.environment_variable import EnvironmentVariableProbe
from jupyter_repro.records.environment_reads import ALL, read_words
from jupyter_repro.records.snapshot import Use
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.notebook import verify

SECRET = "wJalrXUtnFEMI-geheim"


def collected(environ, *names, notebook="a.ipynb"):
    uses = [Use("environment-variable", "c", 1, what) for what in (*map(read_words, names), ALL)]
    site = SimpleNamespace(environ=environ, uses=uses, notebook=Path(notebook))
    return VariablesCollector().seal(VariablesCollector().collect(site), site)


def test_a_harmless_variable_is_reported_and_one_that_was_not_set_is_too():
    assert collected({"LANG": "C.UTF-8", "HOME": "/home/ada"}, "LANG", "TZ") == {
        "LANG": "C.UTF-8",
        "TZ": "not set",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("DATA", "/home/ada/data"),
        ("TZ", ":/home/ada/zone"),
        ("LANG", "a\nb"),
    ],
)
def test_any_other_is_a_digest(name, value):
    found = collected({name: value}, name)
    assert found[name].startswith("scrypt:a.ipynb:")
    assert value not in str(VariablesCollector().collect(SimpleNamespace(environ={name: value}, uses=[])))


def test_the_digest_depends_on_value_variable_and_notebook_and_on_nothing_else():
    values = {
        keyed(value, variable, notebook)
        for value in ("1", "2")
        for variable in ("A", "B")
        for notebook in ("a.ipynb", "b.ipynb")
    }
    assert len(values) == 8
    assert collected({"A": "x"}, "A") == collected({"A": "x", "B": "y"}, "A")


def test_what_names_the_process_is_left_out():
    assert collected({"PWD": "/x", "JPY_PARENT_PID": "7"}, "PWD", "JPY_PARENT_PID") == {}
    assert collected({"JUPYTER_REPRO_COMMAND": "verify"}, "JUPYTER_REPRO_COMMAND") == {}


def test_a_variable_of_our_own_is_no_use_that_is_noted(monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_COMMAND", "verify")
    noted = []
    undo = EnvironmentVariableProbe().start("os", noted.append)
    try:
        os.environ.get("JUPYTER_REPRO_COMMAND"), os.environ.get("A_VARIABLE")
    finally:
        undo()
    assert noted == [read_words("A_VARIABLE")]


def test_a_value_that_is_not_utf8_is_digested():
    assert collected({"A": "\udcff"}, "A")["A"].startswith("scrypt:")


def test_another_value_is_a_change_and_a_variable_that_is_not_read_any_more_is_none():
    recorded = collected({"A": "1", "B": "1", "TZ": "UTC"}, "A", "B", "TZ")
    found = collected({"A": "2", "TZ": "CET"}, "A", "TZ")
    assert list(VariablesCollector().changes(recorded, found)) == [
        ContextChange("environment-variable", "A", recorded["A"], found["A"]),
        ContextChange("environment-variable", "TZ", "UTC", "CET"),
    ]


def test_a_notebook_that_was_renamed_has_not_changed():
    recorded, found = (collected({"A": "1"}, "A", notebook=name) for name in ("a.ipynb", "b.ipynb"))
    assert not list(VariablesCollector().changes(recorded, found))


def test_what_a_notebook_reads_is_recorded_and_another_value_is_the_proven_cause(tmp_path, monkeypatch):
    monkeypatch.setenv("MODEL", SECRET)
    source = "import os\nmodel = os.environ['MODEL']\nos.getenv('UNSET_HERE')"
    path = written(tmp_path / "a.ipynb", source, "print(len(model))")
    jupyter_repro.snapshot(path)
    content = snapshot_path(path).read_bytes()
    variables = decode_snapshot(content, path).context.variables
    assert set(variables) == {"MODEL", "UNSET_HERE"}
    assert SECRET.encode() not in content
    assert verify(path).context_changes == ()
    monkeypatch.setenv("MODEL", "other")
    verdict = verify(path)
    assert [(change.kind, change.name) for change in verdict.context_changes] == [
        ("environment-variable", "MODEL")
    ]
    cause = verdict.root.causes[0]
    assert (cause.kind, cause.certainty, cause.where.cell) == ("environment-variable", "proven", 0)
