"""The code blocks of a page of docs/, and running its commands as they stand there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from conftest import inside

_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]*)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"[\w./-]+\.\w+")
_OURS = ("jupyter", "repro")
_CHANGING = {
    r"\d+\.\d s\b": "SECONDS",
    r"\d+\.\d MB\b": "MEMORY",
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d": "MOMENT",
}
"""What another run says otherwise."""


class Block(NamedTuple):
    """A fenced block: its language, its title, its text."""

    language: str
    title: str
    text: str

    @property
    def is_file(self) -> bool:
        """Whether the title is the name of a file with this text."""
        return bool(_FILE.fullmatch(self.title))


class Step(NamedTuple):
    """A command and what the page shows below it."""

    command: str
    shown: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in their order."""
    return [Block(*found) for found in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def steps(text: str) -> Iterator[Step]:
    """The commands of a console block; a line that ends with a backslash goes on in the next."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.replace("\\\n", " ").partition("\n")
        yield Step(command, shown.strip("\n"))


def run_page(page: Path, folder: Path) -> list[str]:
    """Run a page in a folder: write its files, run its commands; what did not go as shown is the answer.

    A block of commands with a title needs what this machine may not have, and is left out.
    """
    wrong = []
    for block in blocks(page):
        if block.is_file:
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "console" and not block.title:
            wrong += [said for step in steps(block.text) if (said := _run(step, folder))]
    return wrong


def _run(step: Step, folder: Path) -> str:
    """What a command said where that is not what the page shows, else ""."""
    words = shlex.split(step.command, comments=True)
    plain = tuple(words[:2]) == _OURS and not {"|", ">", "&&", ";"} & set(words)
    done = inside(*words[2:], cwd=folder) if plain else _in_a_shell(step.command, folder)
    said = (done.stdout + done.stderr).strip("\n")
    fits = _pattern(step.shown).fullmatch(_settled(said)) if step.shown else done.returncode == 0
    return "" if fits else f"$ {step.command}\n{said}"


def _in_a_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def _pattern(shown: str) -> re.Pattern[str]:
    """What a page shows; … stands for anything."""
    return re.compile(".*".join(map(re.escape, _settled(shown).split("…"))), re.DOTALL)


def _settled(text: str) -> str:
    for changing, name in _CHANGING.items():
        text = re.sub(changing, name, text)
    return text
