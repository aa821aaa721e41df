"""A plug-in of a stranger, `extensions/weather`, installed as a stranger installs it, and a notebook for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from conftest import written

SOURCE = Path(__file__).parent / "extensions" / "weather"
NOTEBOOK = (
    "import weather\nfrom jupyter_repro import data",
    "print(weather.forecast(), data.open('almanac:oslo').path().read_text())",
    "weather.outside()",
    "weather.Wind()",
)


def installed(folder: Path) -> Path:
    """The folder below this one that it was installed into, for PYTHONPATH."""
    copy, site = folder / "source", folder / "site-packages"
    shutil.copytree(SOURCE, copy)
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    install = [sys.executable, "-m", "pip", "install", *options, "--target", str(site), str(copy)]
    subprocess.run(install, check=True)
    return site


def weather_notebook(folder: Path) -> Path:
    """A notebook that uses all of the plug-in, with what it reads beside it; not recorded yet."""
    (folder / "oslo").mkdir(parents=True)
    year(folder, 2025, "rain 3")
    station(folder, "Blindern")
    return written(folder / "weather.ipynb", *NOTEBOOK)


def year(folder: Path, number: int, text: str) -> None:
    """Write a year of the almanac."""
    (folder / "oslo" / f"{number}.csv").write_text(text)


def station(folder: Path, name: str) -> None:
    """Move to another station."""
    (folder / "station.txt").write_text(name)
