"""`jupyter repro config`: every setting, and where its value comes from."""

from __future__ import annotations

import json

import pytest
from conftest import inside

from jupyter_repro.settings import setting_names, variable_of


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with settings; no variable of the tests' own."""
    monkeypatch.delenv("JUPYTER_REPRO_LOCK")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.jupyter-repro]\nseed = 7\nstrict = true\ntimeout = 10\n[tool.jupyter-repro.data]\nlimit = '1 MB'\n"
    )
    return tmp_path


def found(*words, cwd, **environ):
    answer = json.loads(inside("config", "--json", *words, cwd=cwd, **environ).stdout)
    return {each["name"]: (each["value"], each["source"], each["place"]) for each in answer}


def test_every_setting_is_listed_with_its_source(project):
    listed = found(cwd=project)
    assert list(listed) == list(setting_names())
    assert listed["seed"] == (7, "pyproject.toml", "pyproject.toml")
    assert listed["data.limit"] == ("1 MB", "pyproject.toml", "pyproject.toml")
    assert listed["output-limit"] == ("100 MB", "default", "")


def test_an_option_is_stronger_than_a_variable_and_that_than_the_file(project):
    environ = {"JUPYTER_REPRO_SEED": "8", "JUPYTER_REPRO_DATA_LIMIT": "2 MB"}
    listed = found("--timeout", "30", "--no-strict", cwd=project, **environ)
    assert listed["seed"] == (8, "environment", "JUPYTER_REPRO_SEED")
    assert listed["data.limit"] == ("2 MB", "environment", "JUPYTER_REPRO_DATA_LIMIT")
    assert listed["timeout"] == (30.0, "option", "--timeout")
    assert listed["strict"] == (False, "option", "--strict")


def test_one_setting_is_its_value_alone(project):
    assert inside("config", "data.limit", cwd=project).stdout == "1 MB\n"


def test_the_table_names_the_file_the_variable_or_that_it_is_the_default(project):
    lines = inside("config", cwd=project / ".", JUPYTER_REPRO_LOCK="none").stdout.splitlines()
    words = {line.split()[0]: line.split()[1:] for line in lines}
    assert words["seed"] == ["7", "pyproject.toml"]
    assert words["lock"] == ["none", "JUPYTER_REPRO_LOCK"]
    assert words["timings"] == ["equivalent", "default"]


def test_credentials_in_an_address_are_not_shown(project):
    shown = inside("config", cwd=project, JUPYTER_REPRO_TRACK="mlflow:http://me:secret@host:5000").stdout
    assert "secret" not in shown


@pytest.mark.parametrize(
    ("name", "text"), [("seed", "x"), ("timeout", "-1"), ("data.limit", "much"), ("lock", "no")]
)
def test_a_variable_that_holds_no_value_is_named(project, name, text):
    done = inside("config", cwd=project, **{variable_of(name): text})
    assert done.returncode == 2
    assert f"the variable {variable_of(name)} cannot be read: '{text}' is no value of {name}" in done.stderr
