"""Small models whose accuracy is moved by one planted change, or by two."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import nbformat
from conftest import inside, notebook_of

MODEL = (
    "seed, rate = 1, 0.5",
    "import random\nimport features\nimport tinyforest",
    "rows = [float(line) for line in open('train.csv')]\n"
    "random.seed(seed)\n"
    "noise = random.randrange(100) / 10_000",
    "score = sum(rows) / 100 + features.gain(rate) + tinyforest.BONUS + noise\n"
    "print(f'accuracy: {score:.4f} on {len(rows)} rows')",
)
"""Additive: whatever is changed moves the accuracy by as much as is written down here."""
ROWS = ("10", "20", "30")
FEATURES = "def gain(rate):\n    return rate / 10\n"


def wheel(folder: Path, version: str, bonus: float, name: str = "tinyforest") -> Path:
    """A wheel of a package of one module, for a folder of wheels."""
    folder.mkdir(parents=True, exist_ok=True)
    path, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"BONUS = {bonus}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return path


class Project:
    """A folder with the model, recorded, and a folder of packages that the kernel imports from."""

    def __init__(self, root: Path, monkeypatch) -> None:
        self.folder, self.notebook = root / "project", root / "project" / "train.ipynb"
        self._site, self._wheels = root / "site", root / "wheels"
        self.folder.mkdir(parents=True)
        (self.folder / "train.csv").write_text("\n".join(ROWS) + "\n")
        (self.folder / "features.py").write_text(FEATURES)
        document = notebook_of(*MODEL)
        document.cells[0].metadata.tags = ["parameters"]
        nbformat.write(document, self.notebook)
        for version, bonus in (("1.0", 0.05), ("2.0", 0.02)):
            wheel(self._wheels, version, bonus)
        for name in ("PIP", "UV"):
            monkeypatch.setenv(f"{name}_NO_INDEX", "1")
            monkeypatch.setenv(f"{name}_FIND_LINKS", str(self._wheels))
        monkeypatch.setenv("PYTHONPATH", str(self._site))
        self.install("1.0")

    def install(self, version: str) -> None:
        """Put a version of the package in place of the one that is there."""
        shutil.rmtree(self._site, ignore_errors=True)
        with zipfile.ZipFile(self._wheels / f"tinyforest-{version}-py3-none-any.whl") as archive:
            archive.extractall(self._site)

    def record(self, *options: str) -> None:
        """Take the snapshot."""
        done = inside("snapshot", "train.ipynb", *options, cwd=self.folder)
        assert done.returncode == 0, done.stderr

    def change_data(self) -> None:
        """Accuracy 0.03 lower."""
        (self.folder / "train.csv").write_text("10\n20\n27\n")

    def change_code(self) -> None:
        """Accuracy 0.01 higher, at a rate of 0.5."""
        (self.folder / "features.py").write_text("def gain(rate):\n    return rate / 10 + 0.01\n")
