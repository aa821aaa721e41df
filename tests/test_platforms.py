"""What differs between systems stands in docs/platforms.md, and each difference in the file that it names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "jupyter_repro"
PAGE = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\|.*\| `([\w/]+\.py)` \|$", re.MULTILINE)

ASKS = {
    "sys.platform",
    "os.name",
    "platform.system",
    "os.fork",
    "os.killpg",
    "os.setsid",
    "os.sched_getaffinity",
}
"""By which a file asks which system it is, or does what not every system can."""
ONE_SYSTEM = {"fcntl", "resource", "pwd", "grp", "msvcrt", "winreg"}
FOLDERS = re.compile(r"^/(?:proc|dev/shm)/?")


def differs(path: Path) -> bool:
    """Whether a file does something that depends on the system."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ASKS:
            return True
        if isinstance(node, ast.Import) and {each.name for each in node.names} & ONE_SYSTEM:
            return True
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) == "hasattr"
            and ast.unparse(node.args[0]) == "os"
        ):
            return True
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Path" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and FOLDERS.match(str(first.value)):
                return True
    return False


def test_the_table_names_every_file_that_depends_on_the_system_and_no_other():
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if differs(path)}
    named = set(ROW.findall(PAGE))
    assert found - named == set()
    assert [name for name in named if not (PACKAGE / name).is_file()] == []


def test_the_recipes_are_jobs_for_all_three_systems():
    (whole,) = [
        each for each in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if each.startswith("name:")
    ]
    job = yaml.safe_load(whole)["jobs"]["verify"]
    assert {name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]} == {
        "ubuntu",
        "macos",
        "windows",
    }
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert job["steps"][-1]["with"].keys() <= inputs.keys()
