"""What a new user does first, with the Python that has the wheel: pin, record, verify, change, verify again."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

CELLS = (
    "%load_ext jupyter_repro\n%repro pin 7",
    "import random\nrandom.random()",
    "print(sum(float(line) for line in open('prices.csv')))",
)
PRICES, OTHER_PRICES = "1.5\n2.0\n", "1.5\n9.0\n"


def notebook() -> dict[str, object]:
    """A notebook that pins, draws, and reads a file."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{index}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for index, source in enumerate(CELLS)
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


def repro(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command, as the `jupyter` beside this Python finds it."""
    jupyter = Path(sys.executable).with_name("jupyter")
    command = [str(jupyter), "repro", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def expect(done: subprocess.CompletedProcess[str], status: int, words: str) -> None:
    """End with what was said where a command did not come out as it should."""
    said = done.stdout + done.stderr
    if done.returncode != status or words not in said:
        sys.exit(f"{' '.join(done.args[1:])} exits with {done.returncode}, not {status}:\n{said}")


def main() -> None:
    """Run the story in an empty folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
        (folder / "prices.csv").write_text(PRICES, encoding="utf-8")
        expect(repro(folder, "--version"), 0, "jupyter-repro, version ")
        expect(repro(folder, "snapshot", "a.ipynb"), 0, "seed 7, 1 data file")
        expect(repro(folder, "verify", "a.ipynb"), 0, "a.ipynb identical")
        (folder / "prices.csv").write_text(OTHER_PRICES, encoding="utf-8")
        expect(repro(folder, "verify", "a.ipynb"), 1, "prices.csv changed since the snapshot")
        expect(repro(folder, "restore", "a.ipynb", "--data", "--force"), 0, "prices.csv")
        expect(repro(folder, "verify", "a.ipynb"), 0, "a.ipynb identical")


if __name__ == "__main__":
    main()
