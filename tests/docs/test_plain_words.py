"""What users read is in plain words, without the worst of the old turns; CONTRIBUTING.md has what to write instead."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from jupyter_repro.cli import cli
from jupyter_repro.magics import HELP

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "jupyter_repro"
TURNS = re.compile(
    r"\bof then\b|\bwhence\b|\bin vain\b|\bby nobody\b|\bat whatever remove\b|\bbesides that\b"
    r"|\bha(?:d|ve) back\b|\bcom(?:es?|ing) out again\b|\bcame out again\b|\bwhatever became\b"
    r"|\bdepart(?:s|ed)? (?:first|from)\b|\bruns? departs?\b|\bnot any more what\b"
    r"|(?<!here )\b(?:is|are) no more\b(?! than)"
    r"|\btold\b(?! apart)|\bis not let\b|\bwithout a word\b"
)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = sorted(
    path
    for folder in ("jupyter_repro", "tests", "benchmarks", "labextension/src")
    for path in (ROOT / folder).rglob("*.*")
    if path.suffix in {".py", ".ts", ".tsx"}
)
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
DEFINING = {Path(__file__).name, "test_house.py"}
"""Files that name the turns themselves."""
INSTEAD = "| instead of | write |"


def commands(group: click.Group) -> Iterator[click.Command]:
    """All commands, those of groups within too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


def messages(path: Path) -> Iterator[str]:
    """The texts of several words that a file of the package holds, but for its documentation."""
    pieces = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    statements = {id(each.value) for each in pieces if isinstance(each, ast.Expr)}
    for each in pieces:
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in statements:
            yield each.value


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_is_in_plain_words(path):
    before, _, table = path.read_text(encoding="utf-8").partition(INSTEAD)
    assert TURNS.findall(before + table.partition("\n\n")[2]) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_tutorial_is_in_plain_words(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert TURNS.findall("\n".join("".join(cell["source"]) for cell in cells)) == []


def test_help_is_in_plain_words():
    texts = [HELP]
    for command in commands(cli):
        options = (getattr(option, "help", None) or "" for option in command.params)
        texts += [command.help or "", *options]
    assert [text for text in texts if TURNS.search(text)] == []


def test_messages_are_in_plain_words():
    found = [
        (path.name, text) for path in PACKAGE.rglob("*.py") for text in messages(path) if TURNS.search(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["the code of then", "it cannot be had back", "it comes out again", "is told in one line"]
)
def test_an_old_turn_is_found(text):
    assert TURNS.search(text)
    assert not TURNS.search("It cannot be told apart, and the recorded code can be restored.")


def test_names_and_documentation_of_the_code_are_in_plain_words():
    named = {
        path: path.read_text(encoding="utf-8").replace("_", " ")
        for path in SOURCES
        if path.name not in DEFINING
    }
    assert {path.name: found for path, text in named.items() if (found := TURNS.findall(text))} == {}
