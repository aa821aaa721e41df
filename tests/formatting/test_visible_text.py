"""Text that would steer a terminal or a build."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.formatting.visible_text import in_one_line, visible, without_commands

RED = "\x1b[31mred\x1b[0m"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ü 語\n\ttext", "plain ü 語\n\ttext"),
        ("\x1b]52;c;ZXZpbA==\x07", "\\u001b]52;c;ZXZpbA==\\u0007"),
        ("a\rb", "a\\u000db"),
        ("\u202efdp.exe", "\\u202efdp.exe"),
        ("\x9b31m", "\\u009b31m"),
        (RED, "\\u001b[31mred\\u001b[0m"),
    ],
)
def test_what_would_steer_is_shown(text, shown):
    assert visible(text) == shown


def test_colours_of_ours_pass_and_nothing_that_hides():
    assert visible(RED, colours=True) == RED
    for hidden in ("\x1b[8m", "\x1b[31;8m", "\x1b[2J", "\x1b[1A"):
        assert "\x1b" not in visible(hidden, colours=True)


@given(st.text())
def test_what_is_shown_prints_and_is_shown_once(text):
    shown = visible(text)
    assert all(char.isprintable() or char in "\t\n" for char in shown)
    assert visible(shown) == shown
    assert "\n" not in in_one_line(text)


@pytest.mark.parametrize("line", ["::error::x", "  ::set-output name=a::b", "##vso[task.x]", "##[error]x"])
def test_a_line_that_a_build_would_obey_is_defused_there_alone(line):
    text = f"before\n{line}\nafter :: that"
    assert without_commands(text, {}) == text
    defused = without_commands(text, {"GITHUB_ACTIONS": "true"})
    assert defused.splitlines()[1].strip().startswith("\\")
    assert (defused.splitlines()[0], defused.splitlines()[2]) == ("before", "after :: that")
