"""Pages that say what the code is: they are held to it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from console_blocks import blocks

from jupyter_repro.cli.listing.manual import page, page_names, section
from jupyter_repro.errors import Busy, ReproError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "jupyter_repro").rglob("*.py"))]
LOTTERY = ROOT / "tests" / "extensions" / "lottery"
ERRORS = (DOCS / "errors.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (\w+)$", ERRORS, re.MULTILINE)
MESSAGES = re.findall(r"`([^`]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", ERRORS, re.MULTILINE)))


def classes_of_errors() -> set[str]:
    """The names of ReproError and of all classes below it, as the source has them."""
    found = {ReproError.__name__}
    bases = [
        pair for source in SOURCES for pair in re.findall(r"^class (\w+)\((\w+)\):", source, re.MULTILINE)
    ]
    while more := {name for name, base in bases if base in found} - found:
        found |= more
    return found


def texts() -> str:
    """All texts of the package; what is put into them at run time is left out."""
    nodes = (node for source in SOURCES for node in ast.walk(ast.parse(source)))
    return "\n".join(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_every_class_of_errors_has_its_section():
    assert set(SECTIONS) == classes_of_errors()


def test_an_error_names_its_section():
    assert Busy("x").page == "jupyter repro help errors busy"
    assert section(page("errors"), "busy").startswith("## Busy\n")
    assert ReproError.__name__.lower() in {section.lower() for section in SECTIONS}


def test_the_messages_that_are_explained_are_those_of_the_code():
    known = texts()
    pieces = [
        piece for message in MESSAGES for piece in re.split("…", message) if len(piece.strip(" (:'")) > 3
    ]
    assert len(pieces) > 20
    assert [piece for piece in pieces if piece.strip(" (:'") not in known] == []


def test_the_plug_in_that_is_shown_is_the_one_that_is_tested():
    files = [
        path.read_text(encoding="utf-8") for path in LOTTERY.rglob("*.*") if path.suffix in {".py", ".toml"}
    ]
    shown = [block.text for block in blocks(DOCS / "extending.md") if block.language in {"python", "toml"}]
    assert len(shown) == 4
    assert [text for text in shown if not any(text in file for file in files)] == []


def test_a_page_that_a_message_names_can_be_shown():
    shown = set(re.findall(r"jupyter repro help (\w+)", texts()))
    assert shown - {"exit", "pages", "data"} <= {*page_names()}  # "exit-status"
    assert {"security", "settings", "tracking", "trackers"} <= shown


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_a_link_to_a_file_of_the_repository_leads_somewhere(path):
    text = path.read_text(encoding="utf-8")
    links = [
        link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link and not link.startswith("#")
    ]
    made = [link for link in links if link.startswith("reference/")]
    assert [link for link in links if not (path.parent / link).exists() and link not in made] == []
