"""Packages in two versions, in an index of their own, of which some differ in what they do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path


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
    """Packages in one of two versions; those that matter have another value in the second."""

    def __init__(self, root: Path, names: Sequence[str], mattering: Sequence[str]) -> None:
        self.names = names
        self.wheels, self.folder = root / "wheels", root / "env" / "lib" / "python3" / "site-packages"
        self.wheels.mkdir(parents=True)
        for name in names:
            for version in (1, 2):
                wheel(self.wheels, name, version, version if name in mattering else 1)

    def install(self, version: int) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # pip leaves what says which version was there
        words = ("-m", "pip", "install", "-q", "--no-deps", "--target", str(self.folder))
        subprocess.run([sys.executable, *words, *(f"{name}=={version}.0" for name in self.names)], check=True)

    def variables(self, cache: Path) -> dict[str, str]:
        """With which Python, pip and uv find them; what is built goes into the folder `cache`."""
        return {
            "PYTHONPATH": str(self.folder),
            "PIP_FIND_LINKS": str(self.wheels),
            "UV_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "UV_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "JUPYTER_REPRO_CACHE": str(cache),
            "JUPYTER_REPRO_LOCK": "none",
        }
