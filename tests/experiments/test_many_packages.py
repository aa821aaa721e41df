"""Of many packages that changed, those that matter are found, each version installed once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from why_notebooks import asked, recorded

NAMES = [f"planted{number:02}" for number in range(12)]
READS = f"import {', '.join(NAMES)}"


def wheel(folder: Path, name: str, version: int, value: int) -> None:
    info = f"{name}-{version}.0.dist-info"
    files = {
        f"{name}.py": f"VALUE = {value}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(folder / f"{name}-{version}.0-py3-none-any.whl", "w") as archive:
        for path, content in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, content)


class Site:
    """Packages in one of two versions; those that are named have another value in the second."""

    def __init__(self, root: Path, *mattering: str) -> None:
        self.wheels, self.folder = root / "wheels", root / "env" / "lib" / "python3" / "site-packages"
        self.wheels.mkdir(parents=True)
        for name in NAMES:
            for version in (1, 2):
                wheel(self.wheels, name, version, version if name in mattering else 1)

    def install(self, version: int) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # pip leaves what says which version was there
        words = ("-m", "pip", "install", "-q", "--no-deps", "--target", str(self.folder))
        subprocess.run([sys.executable, *words, *(f"{name}=={version}.0" for name in NAMES)], check=True)


@pytest.fixture
def site(tmp_path, monkeypatch, request):
    made = Site(tmp_path / "packages", *request.param)
    for name, value in {
        "PYTHONPATH": str(made.folder),
        "PIP_FIND_LINKS": str(made.wheels),
        "UV_FIND_LINKS": str(made.wheels),
        "PIP_NO_INDEX": "1",
        "UV_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "JUPYTER_REPRO_CACHE": str(tmp_path / "cache"),
        "JUPYTER_REPRO_LOCK": "none",
    }.items():
        monkeypatch.setenv(name, value)
    made.install(1)
    return made


def explained(tmp_path, site, expression):
    project = tmp_path / "project"
    project.mkdir()
    path = recorded(project, [READS, f"print({expression})"])
    site.install(2)
    return asked(path)


@pytest.mark.parametrize("site", [["planted07"]], indirect=True)
def test_one_of_twelve_takes_five_runs_and_all_others_are_innocent(tmp_path, site):
    values = ", ".join(f"{name}.VALUE" for name in NAMES)
    verdict = explained(tmp_path, site, values)
    assert [(each.kind, each.certainty, each.name) for each in verdict.root.causes] == [
        ("package", "proven", "planted07")
    ]
    tried = [each for each in verdict.experiments if each.how == "put-back"]
    assert sum(each.runs for each in tried) <= 6
    assert tried[-1].outcome == "differs"


@pytest.mark.parametrize("site", [["planted02", "planted09"]], indirect=True)
def test_a_pair_that_matters_only_together_is_found(tmp_path, site):
    verdict = explained(tmp_path, site, "max(planted02.VALUE, planted09.VALUE)")
    assert {(each.name, each.certainty) for each in verdict.root.causes} == {
        ("planted02", "proven"),
        ("planted09", "proven"),
    }
