"""The plug-in in `extensions/lottery`, installed as a user would install it, and a notebook that uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from conftest import written

LOTTERY = Path(__file__).parent / "extensions" / "lottery"
CELLS = (
    "import lottery\nfrom jupyter_repro import data",
    "print(lottery.draw())",
    "print(data.open('vault:draws').path().read_text())",
    "lottery.Ticket([1, 2, 3])",
    "def drawn():\n    return lottery.sealed_draw()\n\nprint(drawn())",
)
SEALED = 4
OFFICE = "office.txt"


def install_plugin(folder: Path) -> Path:
    """Install it below this folder; where to is the answer."""
    source, target = folder / "source", folder / "site-packages"
    shutil.copytree(LOTTERY, source)  # an installation writes beside what it installs
    install = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--target", target)
    subprocess.run(
        [*install, "--no-deps", "--no-build-isolation", "--python", sys.executable, source], check=True
    )
    return target


def lottery_notebook(folder: Path) -> Path:
    """The notebook, with what it reads beside it; not recorded yet."""
    (folder / "draws.vault").mkdir(parents=True)
    (folder / "draws.vault" / "1.txt").write_text("first")
    (folder / OFFICE).write_text("Oslo")
    return written(folder / "a.ipynb", *CELLS)
