"""nbval and we on the same notebooks; docs/nbval.md tells what each says."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from jupyter_repro.verifying.notebook import verify

HERE = Path(__file__).parent
TABLE = (HERE.parents[1] / "docs" / "nbval.md").read_text(encoding="utf-8").partition("## Side by side")[2]
ROWS = {
    name: (nbval, ours, why)
    for name, nbval, ours, why in re.findall(
        r"^\| ([\w-]+) \| (passes|fails) \| (\w+) \| (.*?) ?\|$", TABLE, re.M
    )
}
NOTEBOOKS = {path.stem: path for path in sorted(HERE.glob("*/*.ipynb"))}


def nbvals_verdicts(folder, option, report):
    """Name of each notebook to whether nbval passes all its cells."""
    # what has nothing to do with nbval would take most of its start
    left_out = (
        "anyio",
        "cacheprovider",
        "faker",
        "hydra_pytest",
        "hypothesispytest",
        "jupyter-repro",
        "xdist",
    )
    without = [word for name in left_out for word in ("-p", f"no:{name}")]
    words = [sys.executable, "-m", "pytest", "-q", *without, "-c", "/dev/null"]
    words += [
        "--rootdir",
        str(HERE),
        option,
        "--nbval-sanitize-with",
        str(HERE / "notebooks" / "sanitize.cfg"),
    ]
    done = subprocess.run(
        [*words, str(folder), f"--junitxml={report}"], capture_output=True, text=True, cwd=HERE
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    verdicts = {}
    for case in ET.parse(report).iter("testcase"):
        name = case.get("classname").rpartition(".")[0].rpartition(".")[2] or case.get("classname")
        passed = case.find("failure") is None and case.find("error") is None
        verdicts[name] = verdicts.get(name, True) and passed
    return {name: "passes" if passed else "fails" for name, passed in verdicts.items()}


def test_the_table_has_every_notebook_and_says_why_where_the_verdicts_differ():
    assert set(ROWS) == set(NOTEBOOKS)
    agree = {"passes": {"identical", "equivalent"}, "fails": {"diverged", "failed"}}
    assert all(why or ours in agree[nbval] for nbval, ours, why in ROWS.values())


@pytest.mark.parametrize(("folder", "option"), [("notebooks", "--nbval"), ("lax", "--nbval-lax")])
def test_nbval_says_what_the_table_has(folder, option, tmp_path):
    expected = {name: ROWS[name][0] for name, path in NOTEBOOKS.items() if path.parent.name == folder}
    assert nbvals_verdicts(HERE / folder, option, tmp_path / "report.xml") == expected


@pytest.mark.parametrize("name", sorted(NOTEBOOKS))
def test_we_say_what_the_table_has(name):
    assert verify(NOTEBOOKS[name]).status == ROWS[name][1]
