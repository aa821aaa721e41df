"""The layout of the package: what may import what is in pyproject.toml, `[tool.importlinter]`."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PACKAGE = Path(__file__).parents[1] / "jupyter_repro"
FILES = sorted(path for path in PACKAGE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in FILES})

MOST_AT_THE_TOP = 15
MOST_IN_A_FOLDER = 25
HANDING_OUT_REPOSITORIES = {
    "jupyter_repro.git.commands.answer",
    "jupyter_repro.git.repositories.repository_of",
}
"""What answers with GitPython's objects, or takes them."""


def test_imports_point_downwards_and_in_no_circle(monkeypatch, capsys):
    monkeypatch.chdir(PACKAGE.parent)
    failed = lint_imports(no_cache=True)
    assert not failed, capsys.readouterr().out


def test_few_modules_lie_loose_at_the_top():
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_AT_THE_TOP


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(PACKAGE.parent)))
def test_a_folder_is_a_package_of_few_modules(folder):
    assert (folder / "__init__.py").is_file()
    assert len(list(folder.glob("*.py"))) <= MOST_IN_A_FOLDER


@cache
def _pieces(path: Path) -> tuple[ast.AST, ...]:
    """All pieces of a file's source."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _nodes(kind: type[ast.AST], apart_from: str) -> Iterator[tuple[str, ast.AST]]:
    """Every such piece of the package's source with its file, but for one folder or file."""
    for path in FILES:
        if not path.is_relative_to(PACKAGE / apart_from):
            for node in _pieces(path):
                if isinstance(node, kind):
                    yield str(path.relative_to(PACKAGE)), node


def test_a_digest_is_shortened_in_one_place():
    a_digest = re.compile(
        r"([\w.]*digest|digest_(bytes|text|file|of)\(.*\)|.*\.partition\(':'\)\[2\])", re.IGNORECASE
    )
    cut = [
        (file, ast.unparse(node))
        for file, node in _nodes(ast.Subscript, apart_from="digest.py")
        if isinstance(node.slice, ast.Slice)
        and node.slice.upper
        and a_digest.fullmatch(ast.unparse(node.value))
    ]
    assert cut == []


def test_the_algorithm_of_digests_is_named_in_one_place():
    named = [file for file, node in _nodes(ast.Constant, apart_from="digest.py") if node.value == "blake3:"]
    assert named == []


def test_a_file_is_written_whole_in_one_way():
    calls = [
        file for file, node in _nodes(ast.Attribute, apart_from="files") if ast.unparse(node) == "os.fsync"
    ]
    assert calls == []


def test_snapshots_are_read_in_one_place():
    calls = [
        file
        for file, node in _nodes(ast.Name, apart_from="snapshots")
        if getattr(node, "id", "") == "decode_snapshot"
    ]
    assert calls == []


def test_git_is_asked_in_one_folder():
    asked = [
        (file, each)
        for file, node in _nodes(ast.AST, apart_from="git")
        for each in _imported(node)
        if each.split(".")[0] == "git" or each in HANDING_OUT_REPOSITORIES
    ]
    assert asked == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{each.name}" for each in node.names]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def late_imports(path: Path) -> set[str]:
    """Modules of ours that a file imports inside of functions."""
    functions = [node for node in _pieces(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    imports = [node for function in functions for node in ast.walk(function)]
    named = {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    named |= {each.name for node in imports if isinstance(node, ast.Import) for each in node.names}
    return {name for name in named if name.partition(".")[0] == PACKAGE.name}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_face_and_the_command_line_import_late(path):
    if path != PACKAGE / "__init__.py" and path.parent != PACKAGE / "cli":
        assert not late_imports(path)


def test_there_is_one_public_class_of_each_name():
    names = Counter(
        node.name
        for path in FILES
        for node in _pieces(path)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert not [name for name, count in names.items() if count > 1]


OLD_NAMES = {"told", "whence", "had_back", "in_the_way"}


def test_names_are_words_of_the_field():
    named = {
        (str(path.relative_to(PACKAGE)), name)
        for path in FILES
        for node in _pieces(path)
        for name in (getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "attr", ""))
        if name in OLD_NAMES
    }
    assert named == set()


def _literal(node: ast.AST) -> object:
    """The text that something is looked for, or begins or is cut at."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        return getattr(node.left, "value", None)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TAKING_APART:
        return getattr(node.args[0], "value", None) if node.args else None
    return None


TAKING_APART = {"startswith", "partition", "rpartition", "split", "rsplit", "removeprefix", "find"}
MARKS_OF_ADDRESSES = ("://", "#query=", "~/", "file:")
PARSERS = {"urlsplit", "urlparse", "urlunsplit", "parse_qs", "parse_qsl"}


def test_addresses_and_names_of_data_are_taken_apart_in_one_folder():
    found = [
        (file, ast.unparse(node))
        for file, node in _nodes(ast.expr, apart_from="addresses")
        if isinstance(text := _literal(node), str)
        and (text in {"#", "?"} or any(mark in text for mark in MARKS_OF_ADDRESSES))
    ]
    assert found == []


def test_no_parser_of_urls_is_used_outside_that_folder():
    used = [
        (file, each)
        for file, node in _nodes(ast.AST, apart_from="addresses")
        for each in _imported(node)
        if each.rpartition(".")[2] in PARSERS
    ]
    assert used == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_where_a_rule_of_security_is_set_aside_the_line_says_why(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    set_aside = [line for line in lines if re.search(r"# noqa:.*\bS\d{3}", line)]
    assert [
        line for line in set_aside if not re.search(r"# noqa: [A-Z0-9, ]*\bS\d{3}[A-Z0-9, ]*  \w+", line)
    ] == []
