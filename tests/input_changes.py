"""Notebooks that depend on different things, and random changes of what they may depend on."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verifying.notebook import Options
from jupyter_repro.verifying.unchanged import environment_inputs
from jupyter_repro.verifying.unchanged.input_key import input_key

NOTEBOOKS = {
    "plain": ("import statistics", "print(statistics.mean([1, 2, 4]))"),
    "csv": ("print(open('data/x.csv').read())",),
    "folder": (
        "import glob",
        "print([open(name).read() for name in sorted(glob.glob('data/parts/*.txt'))])",
    ),
    "module": ("import lib.outer", "print(lib.outer.double)"),
    "package": ("import tinypackage", "print(tinypackage.answer())"),
    "variable": ("import os", "print(os.environ.get('A_VARIABLE'), len(os.environ.get('ANOTHER', '')))"),
    "listing": ("import os", "print(len(os.listdir('data/names')))"),
    "script": ("import runpy", "print(runpy.run_path('data/script.py')['x'])"),
    "compiled": ("from lxml import etree", "print(etree.parse('data/page.xml').getroot().text)"),
    "template": (
        "import os, string",
        "print(string.Template(open('data/letter.txt').read()).safe_substitute(os.environ))",
    ),
    "look": ("import os", "print(os.path.exists('data/flag'), os.path.exists('data/x.csv'))"),
    "order": ("print({str(number) for number in range(9)})",),
    "zone": ("import time", "print(time.localtime(0).tm_hour, time.tzname)"),
    "random": ("import random", "print(random.random())"),
}
_PACKAGE = "def answer():\n    return 41 + 1\n"

Change = Callable[[Path, random.Random], None]


def project_in(folder: Path) -> Path:
    """The notebooks, recorded, with a package of their own on the import path."""
    project = folder / "project"
    for name, text in {
        "data/x.csv": "a,b\n1,2\n",
        "data/parts/1.txt": "one",
        "data/parts/2.txt": "two",
        "data/names/1.txt": "",
        "data/script.py": "x = 1\n",
        "data/page.xml": "<page>1</page>",
        "data/letter.txt": "Dear $A_READER",
        "lib/inner.py": "x = 1\n",
        "lib/outer.py": "from lib.inner import x\n\ndouble = 2 * x\n",
        "README.md": "# A project\n",
        "pyproject.toml": "[tool.jupyter-repro]\nseed = 7\n",
    }.items():
        place = project / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    _install(folder / "site-packages", "1.0")
    for name, sources in NOTEBOOKS.items():
        jupyter_repro.snapshot(written(project / f"{name}.ipynb", *sources))
    return project


def _install(folder: Path, version: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    info = folder / f"tinypackage-{version}.dist-info"
    info.mkdir(parents=True)
    (folder / "tinypackage.py").write_text(_PACKAGE)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tinypackage\nVersion: {version}\n")
    (info / "RECORD").write_text(f"tinypackage.py,,\n{info.name}/METADATA,,\n{info.name}/RECORD,,\n")


@contextmanager
def with_package(folder: Path) -> Iterator[None]:
    """The folder of the package is on the import path, of this process and of kernels."""
    place = str(folder / "site-packages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", place)
        patch.syspath_prepend(place)
        yield


def key(project: Path, name: str) -> str:
    """Of a notebook, as a new command finds it."""
    environment_inputs.of_this_environment.cache_clear()
    environment_inputs.content_of_package.cache_clear()
    return input_key(str(project / f"{name}.ipynb"), Options())


def _edited(place: Path, edit: Callable[[bytes], bytes]) -> None:
    before = place.stat()
    place.write_bytes(edit(place.read_bytes()))
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


def a_byte_of_data(project: Path, chance: random.Random) -> None:
    place = project / chance.choice(["data/x.csv", "data/parts/1.txt", "data/parts/2.txt"])
    _edited(place, lambda content: bytes([content[0] ^ 1]) + content[1:])


def a_file_in_a_folder(project: Path, chance: random.Random) -> None:
    (project / chance.choice(["data/parts/3.txt", "data/parts/0.txt", "data/flag"])).write_text("new")


def a_file_in_a_listed_folder(project: Path, chance: random.Random) -> None:
    (project / chance.choice(["data/names/2.txt", "data/names/0.bin"])).write_text("")


def a_script(project: Path, _chance: random.Random) -> None:
    (project / "data/script.py").write_text("x = 23\n")


def a_page(project: Path, _chance: random.Random) -> None:
    (project / "data/page.xml").write_text("<page>23</page>")


def a_file_less(project: Path, chance: random.Random) -> None:
    (project / chance.choice(["data/parts/1.txt", "data/x.csv", "lib/inner.py"])).unlink()


def a_module(project: Path, chance: random.Random) -> None:
    place = project / chance.choice(["lib/inner.py", "lib/outer.py"])
    _edited(place, lambda content: content.replace(b"1", b"3").replace(b"2 *", b"5 *"))


def a_module_in_the_way(project: Path, chance: random.Random) -> None:
    name = chance.choice(["statistics.py", "tinypackage.py", "glob.py", "lib/json.py"])
    (project / name).write_text("mean = glob = answer = lambda *_: []\n")


def a_file_of_a_package(project: Path, _chance: random.Random) -> None:
    _edited(project.parent / "site-packages/tinypackage.py", lambda content: content.replace(b"41", b"43"))


def a_version_of_a_package(project: Path, chance: random.Random) -> None:
    _install(project.parent / "site-packages", chance.choice(["1.1", "2.0"]))


def another_package(project: Path, _chance: random.Random) -> None:
    info = project.parent / "site-packages" / "otherpackage-1.dist-info"
    info.mkdir()
    (info / "RECORD").touch()


def a_startup_file(project: Path, _chance: random.Random) -> None:
    (project.parent / "site-packages" / "sitecustomize.py").write_text(
        "import os\nos.environ['A_VARIABLE'] = '9'"
    )


def a_variable(_project: Path, chance: random.Random) -> None:
    name = chance.choice(["A_VARIABLE", "ANOTHER", "A_READER", "OMP_NUM_THREADS", "UNRELATED"])
    os.environ[name] = "11" if name == "OMP_NUM_THREADS" else "another value"


def a_zone(_project: Path, chance: random.Random) -> None:
    os.environ["TZ"] = chance.choice(["Asia/Tokyo", "America/New_York"])


def a_locale(_project: Path, chance: random.Random) -> None:
    os.environ["LC_ALL"] = chance.choice(["C", "POSIX"])


def a_seed(project: Path, chance: random.Random) -> None:
    place = snapshot_path(project / f"{chance.choice(sorted(NOTEBOOKS))}.ipynb")
    snapshot = json.loads(place.read_text())
    snapshot["context"]["seed"] += 1
    place.write_text(json.dumps(snapshot))


def a_cell(project: Path, chance: random.Random) -> None:
    _in_notebook(project, chance, lambda cell: cell.update(source="print('another')"))


def an_output(project: Path, chance: random.Random) -> None:
    _in_notebook(project, chance, lambda cell: cell.update(outputs=[]))


def _in_notebook(project: Path, chance: random.Random, edit: Callable[[dict[str, Any]], None]) -> None:
    place = project / f"{chance.choice(sorted(NOTEBOOKS))}.ipynb"
    notebook = json.loads(place.read_text())
    edit(notebook["cells"][-1])
    place.write_text(json.dumps(notebook))


def the_settings(project: Path, _chance: random.Random) -> None:
    (project / "pyproject.toml").write_text("[tool.jupyter-repro]\nstrict = true\n")


def the_python(_project: Path, _chance: random.Random) -> None:
    sys.version = f"{sys.version} another"


def nothing_that_matters(project: Path, chance: random.Random) -> None:
    place = project / chance.choice(["README.md", "data/x.csv", "csv.ipynb", "lib/inner.py"])
    if place.name == "README.md":
        place.write_text("# Another\n")
    os.utime(place, ns=(1, chance.randrange(1 << 60)))


CHANGES: tuple[Change, ...] = (
    a_byte_of_data, a_file_in_a_folder, a_file_in_a_listed_folder, a_script, a_page, a_file_less, a_module,
    a_module_in_the_way, a_file_of_a_package, a_version_of_a_package, another_package, a_startup_file, a_variable,
    a_zone, a_locale, a_seed, a_cell, an_output, the_settings, the_python, nothing_that_matters,
)  # fmt: skip


@contextmanager
def changed(project: Path, change: Change, chance: random.Random) -> Iterator[None]:
    """A change that is taken back."""
    kept = project.parent / "kept"
    shutil.copytree(project, kept / "project", symlinks=True)
    shutil.copytree(project.parent / "site-packages", kept / "site-packages")
    environ, version = {**os.environ}, sys.version
    try:
        change(project, chance)
        yield
    finally:
        sys.version = version
        os.environ.clear()
        os.environ.update(environ)
        for place in (project, project.parent / "site-packages"):
            shutil.rmtree(place)
            shutil.move(kept / place.name, place)
        kept.rmdir()
