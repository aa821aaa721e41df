"""The Markdown report, rendered as GitHub and GitLab would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from report_verdicts import CAUSE, DRIFT

from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.reporters.markdown import MOST, MarkdownReporter, escaped, fenced
from jupyter_repro.verdicts import CellVerdict, Divergence, ResourceUse, Unreadable, Verdict, Verdicts

TEXTS = some.text(some.characters(exclude_categories=("Cs",)), max_size=30)
HOSTILE = "<script>a</script> ![b](http://b) [c](javascript:c) **d** `e` | # @f http://g www.h.com\n```\n<img src=i>"


def rendered(markdown):
    """The tokens of a page; raw HTML would be one of them."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    return [*tokens, *(child for token in tokens for child in token.children or ())]


def report(*verdicts, errors=()):
    return MarkdownReporter().report(Verdicts(notebooks=verdicts, errors=errors), width=0, colour=False)


def diverged(text="1 became 2", diff="-1\n+2", path="a.ipynb"):
    return Verdict(
        path,
        "diverged",
        1.5,
        2,
        (
            CellVerdict(0, "a", "identical"),
            CellVerdict(2, "b", "diverged", (Divergence(text, diff),), (CAUSE,)),
        ),
        DRIFT,
    )


def test_the_verdict_is_the_first_line():
    assert report(diverged()).startswith(
        "## ✗ a.ipynb diverged at \\[2\\]\\: d.csv is missing (\\[1\\], line 2)\n"
    )


def test_causes_difference_and_drift_are_reported():
    reported = report(diverged())
    assert "- **data** (proven, \\[1\\], line 2): d.csv is missing  \n  → bring it back" in reported
    assert "```diff\n-1\n+2\n```" in reported
    assert "- data d.csv\\: blake3\\:aaaaaaaaaaaa… → missing" in reported


def test_what_the_run_of_a_single_notebook_took_is_said():
    reported = report(Verdict("b.ipynb", "identical", 0.5, used=ResourceUse(0.4, 90_000_000)))
    assert "\n0.5 s (0.4 s of CPU), 90.0 MB\n" in reported


def test_several_notebooks_are_a_table_and_those_that_are_well_only_there():
    reported = report(
        diverged(),
        Verdict("b.ipynb", "identical", 0.5, used=ResourceUse(0.4, 90_000_000)),
        errors=(Unreadable("c.ipynb", "cut", "x"),),
    )
    assert (
        "| b.ipynb | ✓ identical |  |  | 0.5 | 0.4 | 90.0 MB |\n| c.ipynb | ✗ not readable | cut | x |"
        in reported
    )
    assert reported.count("###") == 1


def test_nothing_from_a_notebook_is_markup():
    tokens = rendered(
        report(diverged(HOSTILE, HOSTILE, HOSTILE), errors=(Unreadable(HOSTILE, HOSTILE, HOSTILE),))
    )
    raw = {token.content for token in tokens if token.type in {"html_block", "html_inline"}}
    assert all("script" not in content and "img" not in content for content in raw)
    assert not {token.type for token in tokens} & {"link_open", "image", "code_inline"}
    assert [token.content for token in tokens if token.type == "fence"] == [HOSTILE + "\n"]


@given(TEXTS)
def test_escaped_text_is_shown_as_it_is(text):
    tokens = rendered(f"a {escaped(text)}")
    shown = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert " ".join(shown.split()) == " ".join(f"a {visible(text)}".split())


@given(some.text("`~\n a", max_size=30))
def test_a_fence_holds_whatever_stands_in_it(text):
    (fence,) = [token for token in rendered(fenced(text)) if token.type == "fence"]
    assert fence.content == text + "\n"


def test_it_stays_below_what_github_shows():
    reported = report(*(diverged(path=f"{n}.ipynb", diff="-é\n" * 3_000) for n in range(2_000)))
    assert len(reported.encode()) < MOST * 1.1
    assert "more that this page has no room for" in reported
