"""The GitHub Action: its steps run as GitHub's runner would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import notebook_of
from nbformat.v4 import new_output

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}
INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


def run_step(name, folder, environ, **inputs):
    """One step with the inputs of a workflow; its exit status, and what it wrote."""
    values = {key: str(given.get("default", "")) for key, given in ACTION["inputs"].items()}
    values |= {key.replace("_", "-"): value for key, value in inputs.items()}
    step = STEPS[name]
    reported = {
        key: INPUT.sub(lambda match: values[match[1]], value).replace("${{ github.action_path }}", str(ROOT))
        for key, value in step["env"].items()
    }
    script = folder.parent / "step.sh"
    script.write_text(step["run"])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env={**environ, **reported},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """A virtual environment that finds what this one has, and into which the action installs the project."""
    folder = tmp_path_factory.mktemp("python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "with_the_tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environ = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(folder),
        "PIP_NO_BUILD_ISOLATION": "0",  # which is to say: do without it, for what it would fetch is there
        "PIP_NO_COMPILE": "1",
    }
    workspace = folder / "workspace"
    workspace.mkdir()
    (workspace / "more requirements.txt").write_text("msgspec\n")
    done = run_step("Install jupyter-repro", workspace, environ, requirements="more requirements.txt")
    assert done.returncode == 0, done.stderr
    assert (packages / "jupyter_repro" / "reporters" / "html_page" / "report.css").exists()
    return environ


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    (folder / "with spaces").mkdir(parents=True)
    stored(folder / "with spaces" / "a.ipynb", "1 + 1", "2")
    stored(folder / "b.ipynb", "1 + 2", "4")
    return folder


def stored(path, source, result):
    """A notebook with an output and no snapshot."""
    notebook = notebook_of(source)
    output = new_output("execute_result", {"text/plain": result}, execution_count=1)
    notebook.cells[0].update(outputs=[output], execution_count=1)
    nbformat.write(notebook, path)


def verified(workspace, environ, **inputs):
    files = {
        "GITHUB_OUTPUT": str(workspace.parent / "output"),
        "GITHUB_STEP_SUMMARY": str(workspace.parent / "summary.md"),
    }
    done = run_step("Verify", workspace, {**environ, **files}, **inputs)
    return done, *(Path(file).read_text() for file in files.values())


def test_a_divergence_fails_the_step_annotates_the_file_and_is_summed_up(workspace, environ):
    done, output, summary = verified(workspace, environ)
    assert (done.returncode, output) == (1, "exit-status=1\n")
    assert "title=b.ipynb diverged at [1]" in done.stdout
    assert summary.startswith("## ✗ 2 notebooks\\: 1 diverged, 1 identical\n")
    assert {file.name for file in (workspace / "repro-reports").iterdir()} == {
        "report.html",
        "verdict.json",
        "results.xml",
    }


def test_the_page_is_written_into_the_folder_that_is_named(workspace, environ):
    done, _, _ = verified(workspace, environ, site="the page")
    assert done.returncode == 1
    assert "1 of 2 notebooks are reproducible" in (workspace / "the page" / "index.html").read_text()
    assert len(list((workspace / "repro-reports").iterdir())) == 3


def test_paths_are_one_a_line_and_may_hold_spaces(workspace, environ):
    done, output, _ = verified(workspace, environ, paths="with spaces/a.ipynb\n\n")
    assert (done.returncode, output) == (0, "exit-status=0\n"), done.stdout


def test_what_a_workflow_gives_is_never_a_command(workspace, environ):
    given = "$(touch ran)`touch ran`; touch ran #"
    done, output, _ = verified(
        workspace,
        environ,
        paths=given,
        timeout="5",
        strict="true",
        fail_fast="true",
        reports="a b",
        site=given,
    )
    assert (done.returncode, output) == (2, "exit-status=2\n")
    assert not list(workspace.parent.rglob("ran"))


def test_a_notebook_that_exceeds_a_limit_is_one_that_failed(workspace, environ):
    done, output, _ = verified(workspace, environ, paths=".", memory_limit="1 MB", notebook_timeout="600")
    assert (done.returncode, output) == (3, "exit-status=3\n"), done.stdout
    assert "it used more than 1.0 MB of memory" in done.stdout


def test_inputs_reach_the_steps_by_their_environment_only():
    assert all("${{" not in step["run"] for step in STEPS.values())
    assert all(step["shell"] == "bash" for step in STEPS.values())
    used = {
        name for step in STEPS.values() for value in step["env"].values() for name in INPUT.findall(value)
    }
    others = str([step for step in ACTION["runs"]["steps"] if "run" not in step])
    assert used | set(re.findall(r"inputs\.([\w-]+)", others)) == set(ACTION["inputs"])


def test_the_page_on_ci_names_every_input():
    page = (ROOT / "docs" / "ci.md").read_text()
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == list(ACTION["inputs"])
