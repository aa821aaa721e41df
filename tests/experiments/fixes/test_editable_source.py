"""Edits by the syntax tree leave everything else as it is."""

from __future__ import annotations

import ast

import pytest
from edited_cells import edited
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.experiments.fixes.editable_source import EditableSource, put_around
from jupyter_repro.experiments.fixes.listings import sorted_listings
from jupyter_repro.experiments.fixes.seeded_calls import seeded_calls
from jupyter_repro.experiments.fixes.sets import sorted_sets

WORDS = ("x = 1", "# über ünïcode", "y = 'é' + str(os.listdir('.'))", "", "print(glob.glob('*'))  # ☃")
DRAWS = ("rng = np.random.default_rng()", "r = [random.Random() , 2]", "for x in {'a', 'b'}: print(x)")
LINES = st.lists(
    st.sampled_from((*WORDS, *DRAWS, "if True:\n    names = os.listdir()\n", "%time 1 + 1", "!ls")),
    max_size=8,
)
IMPORTS = "import os, glob, random\nimport numpy as np"


def called(source, name):
    return next(
        node for node in source.nodes if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(name)
    )


@pytest.mark.parametrize(
    "text",
    [
        "f()",
        "é = 'ü'; f()",
        "%time x\nf()",
        "x = !ls\nf()",
        "%%time\nf()",
        "\t\nif 1:\r\n    f()\r\n",
        "f(\n  )",
        "'''\n☃'''; f()",
        "\f\nf()",
    ],
)
def test_an_expression_is_found_where_it_stands(text):
    source = EditableSource(text)
    start, end = source.span(called(source, "f"))
    assert text[start:end].replace(" ", "").replace("\n", "") == "f()"


@pytest.mark.parametrize("text", ["%time f()", "%%bash\nf()", "!f()", "f(", "x = %time f()", "\0f()"])
def test_what_stands_in_a_magic_is_left_alone(text):
    source = EditableSource(text)
    assert not any(source.span(node) for node in source.nodes if isinstance(node, ast.Call))


def test_what_is_put_around_an_expression_changes_no_other_byte():
    source = EditableSource("a = 1  # ☃\nb = f( 2 )\t\n")
    edits = put_around(source.span(called(source, "f")), "sorted(", ")")
    assert source.edited(edits) == "a = 1  # ☃\nb = sorted(f( 2 ))\t\n"


@pytest.mark.parametrize("make", [sorted_listings, seeded_calls, sorted_sets])
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]))
def test_an_edited_source_is_python_and_lines_without_an_edit_are_as_they_were(make, lines, end):
    source = end.join((IMPORTS, *lines)).replace("\n", end)
    made = edited(make, source)
    if made is None:
        return
    assert made[0] != source
    assert EditableSource(made[0]).tree.body
    assert len(made[0].splitlines()) == len(source.splitlines())
    for before, after in zip(source.splitlines(True), made[0].splitlines(True), strict=True):
        if not any(word in before for word in ("listdir", "glob(", "default_rng", "Random()", "{")):
            assert before == after
    assert edited(make, *made) is None
