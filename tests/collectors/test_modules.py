from __future__ import annotations

import importlib.util
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from jupyter_repro.collectors.modules import ModulesCollector, current, is_local
from jupyter_repro.digest import digest_bytes
from jupyter_repro.verdicts import ContextChange

SCRIPT = """
import sys
from pathlib import Path
from types import SimpleNamespace
import msgspec
from jupyter_repro.collectors.modules import ModulesCollector
sys.path[:0] = [".", "../shared"]
{imports}
site = SimpleNamespace(folder=Path.cwd(), imported=frozenset())
print(msgspec.json.encode(ModulesCollector().collect(site)).decode())
"""


@pytest.fixture
def project(tmp_path):
    """The folder of a notebook, with local modules in it and beside it."""
    folder = tmp_path / "project"
    (folder / "package").mkdir(parents=True)
    (folder / "package" / "__init__.py").write_text("from . import part\n")
    (folder / "package" / "part.py").write_text("x = 1\n")
    (folder / "helpers.py").write_text("y = 1\n")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "common_code.py").write_text("z = 1\n")
    return folder


def collected(folder: Path, imports: str) -> dict[str, str]:
    script = SCRIPT.format(imports=textwrap.dedent(imports))
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    return msgspec.json.decode(ran.stdout)


def test_imported_local_modules_are_recorded_and_nothing_else(project):
    found = collected(project, "import package, common_code, json, numpy, IPython")
    assert list(found) == ["../shared/common_code.py", "package/__init__.py", "package/part.py"]
    assert found["package/part.py"] == digest_bytes(b"x = 1\n")


def test_a_compiled_local_module_counts(project):
    compiled = Path(importlib.util.find_spec("msgspec._core").origin)
    (project / "fast.so").write_bytes(compiled.read_bytes())
    found = collected(
        project,
        """
        from types import ModuleType
        fast = sys.modules["fast"] = ModuleType("fast")
        fast.__file__ = str(Path("fast.so").absolute())
        """,
    )
    assert found == {"fast.so": digest_bytes(compiled.read_bytes())}


def test_a_module_that_loads_itself_lazily_is_not_woken(project):
    found = collected(
        project,
        """
        import importlib.util
        Path("lazy.py").write_text("raise SystemExit('woken')")
        spec = importlib.util.spec_from_file_location("lazy", "lazy.py")
        spec.loader = importlib.util.LazyLoader(spec.loader)
        sys.modules["lazy"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["lazy"])
        sys.modules["none"] = None
        sys.modules["odd"] = 4
        """,
    )
    assert list(found) == ["lazy.py"]


@pytest.mark.parametrize(
    ("file", "local"),
    [
        ("/p/helpers.py", True),
        ("/elsewhere/src/editable/__init__.py", True),
        ("/p/.venv/lib/python3.11/site-packages/x.py", False),
        ("/usr/lib/python3/dist-packages/x.py", False),
        ("/p/.ipynb_checkpoints/x.py", False),
        ("/tmp/ipykernel_4711/12.py", False),
        (f"{sys.prefix}/x.py", False),
        (f"{sys.base_prefix}/x.py", False),
        (json_file := str(Path(importlib.util.find_spec("json").origin)), False),
    ],
)
def test_only_the_users_own_code_is_local(file, local):
    assert is_local(file, "/p") == local


def test_a_project_below_the_prefix_of_python_has_local_code_but_not_the_standard_library():
    folder = f"{sys.prefix}/work"
    assert is_local(f"{folder}/helpers.py", folder)
    assert not is_local(json_file, folder)


def test_an_edited_module_and_one_that_is_gone_are_changes(project):
    recorded = collected(project, "import package, helpers, common_code")
    (project / "helpers.py").write_text("y = 2\n")
    (project.parent / "shared" / "common_code.py").unlink()
    found = current(recorded, project)
    assert "../shared/common_code.py" not in found
    assert list(ModulesCollector().changes(recorded, found)) == [
        ContextChange("code", "../shared/common_code.py", digest_bytes(b"z = 1\n"), "missing"),
        ContextChange("code", "helpers.py", digest_bytes(b"y = 1\n"), digest_bytes(b"y = 2\n")),
    ]


def test_unchanged_modules_are_found_as_they_were_recorded(project):
    recorded = collected(project, "import package, helpers, common_code")
    assert current(recorded, project) == recorded


def test_collecting_in_this_process_leaves_our_own_modules_out(tmp_path):
    found = ModulesCollector().collect(SimpleNamespace(folder=tmp_path, imported=frozenset()))
    assert not [name for name in found if "jupyter_repro/" in name]
