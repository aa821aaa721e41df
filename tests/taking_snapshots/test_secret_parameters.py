"""A parameter that is a secret is used, and its value is written nowhere."""

from __future__ import annotations

import nbformat
import pytest
from conftest import inside, notebook_of

from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.secret_parameters import WITHHELD, check_given, recorded_parameters
from jupyter_repro.records.snapshot import Context
from jupyter_repro.tracking.run_record import params_of

SECRET = "Zq7planted01"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_token", "x"),
        ("url", "https://me:word1234@host/x"),
        ("options", {"password": "x"}),
        ("all_options", {"hosts": [{"secret": "x"}]}),
        ("line", "--password abcdefgh"),
    ],
)
def test_a_secret_is_withheld(name, value):
    assert recorded_parameters({name: value}) == {name: WITHHELD}


@pytest.mark.parametrize(
    ("name", "value"),
    [("n_tokens", 3), ("password", ""), ("token_limit", 512), ("path", "data/a.csv"), ("x", None)],
)
def test_what_is_none_is_recorded(name, value):
    assert recorded_parameters({name: value}) == {name: value}


def test_what_is_withheld_is_to_be_given_again():
    check_given({"n": 1}, "a.ipynb", "verify")
    with pytest.raises(ReproError, match="secret as its parameter api_token") as raised:
        check_given({"n": 1, "api_token": WITHHELD}, "a b.ipynb", "verify")
    assert raised.value.remedy == "give it again: jupyter repro verify 'a b.ipynb' -p api_token VALUE"


def test_a_default_that_is_a_secret_does_not_reach_a_tracker():
    assert params_of(Context(parameters={"n": 1}), {"api_key": SECRET})["api_key"] == WITHHELD


def test_a_notebook_with_one_is_recorded_and_verified_when_it_is_given_again(tmp_path):
    notebook = notebook_of("api_token, n = '', 0", "len(api_token), n")
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, tmp_path / "a.ipynb")
    given = ("-p", "api_token", SECRET)
    assert inside("snapshot", "a.ipynb", *given, "-p", "n", "3", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir() if SECRET in path.read_text()] == []
    without = inside("verify", "a.ipynb", cwd=tmp_path)
    assert (without.returncode, "-p api_token VALUE" in without.stdout + without.stderr) == (2, True)
    done = inside("verify", "a.ipynb", *given, "--format", "json", cwd=tmp_path)
    assert (done.returncode, SECRET in done.stdout) == (0, False), done.stdout
    other = inside("verify", "a.ipynb", "-p", "api_token", "another", cwd=tmp_path)
    assert (other.returncode, "api_token is a secret, whose value is not recorded" in other.stdout) == (
        1,
        True,
    )
    assert "unknown" not in other.stdout
    assert inside("snapshot", "a.ipynb", cwd=tmp_path).returncode == 2
