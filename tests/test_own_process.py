from __future__ import annotations

import subprocess
import sys

import pytest

from jupyter_repro.own_process import own_command

IMPORTED = """\
import sys
from jupyter_repro.own_process import spare_imports
spare_imports(sys.argv[1:])
import nbformat, papermill
print(*sorted({"boto3", "pyarrow", "rfc3987_syntax"} & {name for name, module in sys.modules.items() if module}))
"""
WITHOUT_US = "import papermill, sys; sys.exit('boto3' not in sys.modules or 'pyarrow' not in sys.modules)"


def imported(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module", autouse=True)
def clients_are_installed():
    if subprocess.run([sys.executable, "-c", WITHOUT_US], check=False).returncode:
        pytest.skip("papermill finds no clients of stores")


def test_papermill_imports_no_client_of_a_store_where_no_address_is_given():
    assert imported(IMPORTED, "sales.ipynb") == ""


def test_for_a_notebook_at_an_address_it_does():
    assert imported(IMPORTED, "s3://bucket/sales.ipynb") == "boto3 pyarrow"


def test_whoever_else_wants_a_client_gets_it():
    assert (
        imported(IMPORTED + "import pyarrow.fs; print(pyarrow.fs.LocalFileSystem.__name__)")
        == "LocalFileSystem"
    )


def test_a_module_of_ours_runs_as_if_it_were_run_by_itself(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    done = subprocess.run(
        own_command("jupyter_repro.verifying.diff_answer", "nothing.ipynb"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "nothing.ipynb" in done.stderr
    assert "shadowed" not in done.stderr
