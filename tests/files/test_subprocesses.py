from __future__ import annotations

import subprocess
import sys

import pytest

from jupyter_repro.files.subprocesses import own_command

IMPORTED = """\
import sys
from jupyter_repro.files import subprocesses
subprocesses.begin(sys.argv[1:])
import nbformat, papermill
print(*sorted({"boto3", "pyarrow", "rfc3987_syntax"} & {name for name, module in sys.modules.items() if module}))
"""
WITHOUT_US = "import papermill, sys; print(*sorted({'boto3', 'pyarrow'} & set(sys.modules)))"


def imported(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_without_us_papermill_imports_all_clients_that_are_installed():
    assert imported(WITHOUT_US) == "boto3 pyarrow"


@pytest.mark.parametrize("argument", ["sales.ipynb", "mlflow:sqlite:///mlflow.db", "mlflow:http://tracker"])
def test_papermill_imports_no_client_of_a_store_where_no_notebook_lies_in_one(argument):
    assert imported(IMPORTED, "sales.ipynb", argument) == ""


@pytest.mark.parametrize("argument", ["s3://bucket/sales.ipynb", "--out=https://host/out.ipynb"])
def test_for_a_notebook_at_an_address_it_does(argument):
    assert imported(IMPORTED, argument) == "boto3 pyarrow"


def test_whoever_else_wants_a_client_gets_it():
    assert (
        imported(IMPORTED + "import pyarrow.fs; print(pyarrow.fs.LocalFileSystem.__name__)")
        == "LocalFileSystem"
    )


def test_a_module_of_ours_runs_as_if_it_were_run_by_itself(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    done = subprocess.run(
        own_command("jupyter_repro.differences.magic_answer", "nothing.ipynb"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "nothing.ipynb" in done.stderr
    assert "shadowed" not in done.stderr
